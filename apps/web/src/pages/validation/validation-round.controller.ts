import type { SignedInUser } from '@guardian/access';
import {
  AwaitedReplies,
  type ListedCase,
  ROUND_WAYS,
  type RoundFilters,
  type RoundReason,
  type RoundWay,
  ValidationRound,
} from '@guardian/caseload';
import { asking } from '@guardian/casework/events';
import { addDays, type CalendarDay, daysBetween } from '@guardian/kernel';
import { limitOn } from '@guardian/pathways';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { CommandId } from '../../http/command-id';
import { Choice, Codes, Day, Text } from '../../http/fields';
import { type FormBody, type FormState, newForm, parseForm, withError } from '../../http/form';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { choices, namedChoices } from '../../layout/choices';
import { counted, longDate } from '../../layout/filters';
import { listView } from '../../layout/list';
import { Page, SeeOther } from '../../layout/page';
import { MEANS_WORDS } from '../case/safety-words';
import { threeBoxes } from '../case/three-boxes';
import { addressOf, type AddressQuery, pageIn, readAddress, refusePageBeyond } from '../caseload/address';
import { ListDesk } from '../caseload/list-desk';
import { OneByOne, withThoseLeft } from '../caseload/one-by-one';

/** What somebody can look through before they say yes. */
const MOST = 100;
const A_PAGE = 25;
const WAYS: Readonly<Record<RoundWay, string>> = { letter: MEANS_WORDS.letter, text: MEANS_WORDS.text, email: MEANS_WORDS.email };
const BECAUSE: Readonly<Record<RoundReason, string>> = {
  died: 'Has died: close the case',
  restricted: 'Restricted record: ask by somebody who knows how to reach them',
  'asked-that-way': 'Was asked in this way and did not reply: choose another way',
  interpreter: 'Needs an interpreter: speak with them',
  format: 'Needs another format: easy read, large print, braille or audio',
  'not-texted': 'Is not to be texted',
  'no-number': 'Has no mobile number',
  'no-address': 'Has no address of this kind',
};

class RoundForm {
  @Choice({ label: 'how they are asked', from: ROUND_WAYS, required: 'Select how they are asked' })
  how: RoundWay;

  @Text({ label: 'The practice', max: 20 })
  practice?: string;

  @Text({ label: 'The pathway', max: 60 })
  pathway?: string;

  @Day({ label: 'The reply date', required: 'Enter the date to reply by' })
  replyBy: CalendarDay;

  @Codes({ label: 'the patients', required: 'Select at least 1 patient' })
  cases: string | string[];
}

type Given = RoundFilters & { readonly how?: RoundWay };

/** The round in which many who wait are asked at once whether they still need the appointment, each as if alone. */
@Controller('validation')
@May('work-cases')
export class ValidationRoundController {
  constructor(
    private readonly queries: QueryBus,
    private readonly desk: ListDesk,
    private readonly oneByOne: OneByOne,
  ) {}

  @Get()
  async round(@CurrentUser() user: SignedInUser, @Query() query: AddressQuery): Promise<Page> {
    const replyBy = addDays(this.desk.today, limitOn('validationReplyDays', this.desk.today).is);
    return this.page(user, await this.read(user, query), newForm(threeBoxes('replyBy', replyBy)));
  }

  @Get('asked')
  async asked(@CurrentUser() user: SignedInUser, @Query() query: AddressQuery): Promise<Page> {
    const { page: _, ...words } = query;
    const given = await this.read(user, words);
    const page = pageIn(query);
    const { asked, total } = await this.queries.execute(new AwaitedReplies(user.scope, given, page, A_PAGE));
    refusePageBeyond(page, total, A_PAGE);
    return new Page('pages/validation/asked.njk', {
      asOf: await this.desk.asOf(),
      list: listView({ total, page, size: A_PAGE, href: (to) => addressOf('/validation/asked', { ...given, page: to }) }),
      rows: asked.map((one) => this.row(one)),
      words: MEANS_WORDS,
    });
  }

  @Post()
  @FormRoute()
  async ask(@CurrentUser() user: SignedInUser, @CommandId() commandId: string, @Body() body: FormBody): Promise<Page | SeeOther> {
    const form = parseForm(RoundForm, body);
    const words = Object.entries(body).filter(([name, value]) => ['how', 'practice', 'pathway'].includes(name) && value !== '');
    const given = await this.read(user, Object.fromEntries(words));
    if (!form.ok) return this.page(user, given, form, 422);
    if (form.value.replyBy < this.desk.today) {
      return this.page(user, given, withError(body, 'replyBy', 'The reply date must be today or later.'), 422);
    }
    const { how, replyBy, cases: references } = form.value;
    const { done, left } = await this.oneByOne.each(user, { commandId, references }, ({ safety }) => {
      const { last } = asking(safety);
      // Sent twice, or by a colleague at the same moment: the patient has one question.
      const isAsked = last?.answer === null && last.how === how && last.on === this.desk.today;
      return isAsked ? 'is-so-already' : { command: { type: 'AskValidation', how, replyBy } };
    });
    const notice = `${counted(done, 'patient')} asked, to reply by ${longDate(replyBy)}.`;
    return new SeeOther(addressOf('/validation', { ...given }), withThoseLeft(notice, 'Not asked', left));
  }

  private async read({ scope }: SignedInUser, query: AddressQuery): Promise<Given> {
    const [practices, pathways] = await Promise.all([this.desk.practicesOf(scope), this.desk.pathways()]);
    return readAddress(query, {
      how: ROUND_WAYS,
      practice: practices.map(({ code }) => code),
      pathway: pathways.map(({ value }) => value),
    });
  }

  private async page(user: SignedInUser, given: Given, form: FormState, status = 200): Promise<Page> {
    const { how = 'letter', ...filters } = given;
    const { toAsk, total, left, leftTotal } = await this.queries.execute(new ValidationRound(user.scope, how, filters, MOST));
    const [practices, pathways] = await Promise.all([this.desk.practicesOf(user.scope), this.desk.pathways()]);
    const references = toAsk.map(({ reference }) => reference);
    return new Page(
      'pages/validation/round.njk',
      {
        asOf: await this.desk.asOf(),
        filter: newForm({ ...filters, how }),
        form: { ...form, typed: { ...(status === 200 && { cases: references }), ...form.typed } },
        given: { ...filters, how },
        offered: { how: choices(WAYS), practice: namedChoices(practices), pathway: pathways },
        way: WAYS[how].toLowerCase(),
        rows: toAsk.map((one) => this.row(one)),
        total,
        most: MOST,
        left: left.map((one) => ({ ...one, why: BECAUSE[one.because] })),
        leftTotal,
      },
      status,
    );
  }

  private row<T extends ListedCase>(one: T): T & { readonly waiting: number } {
    return { ...one, waiting: daysBetween(one.referredOn, this.desk.today) };
  }
}
