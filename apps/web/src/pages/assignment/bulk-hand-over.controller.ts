import type { SignedInUser } from '@guardian/access';
import { CaseList, FindCase, type ListedCase, Worklist } from '@guardian/caseload';
import { daysBetween } from '@guardian/kernel';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { CommandId } from '../../http/command-id';
import { Choice, Codes, Text, Whole } from '../../http/fields';
import { type FormBody, type FormState, newForm, parseForm, withError } from '../../http/form';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { choices } from '../../layout/choices';
import { counted } from '../../layout/filters';
import { Page, SeeOther } from '../../layout/page';
import { ListDesk } from '../caseload/list-desk';
import { OneByOne, withThoseLeft } from '../caseload/one-by-one';
import { Colleagues } from './colleagues';

/** What one form can hold, and what somebody can look through before they say yes. */
const MOST = 100;

const WHICH = { urgent: 'Those that need somebody first', longest: 'Those that wait longest' } as const;

class ChooseForm {
  @Text({ label: 'The coordinator', required: 'Select whose cases they are' })
  from: string;

  @Text({ label: 'The colleague', required: 'Select who takes them over' })
  to: string;

  @Choice({ label: 'which cases', from: Object.keys(WHICH), required: 'Select which cases' })
  which: keyof typeof WHICH;

  @Whole({ label: 'The number of cases', min: 1, max: MOST })
  most?: number;
}

class HandOverForm {
  @Text({ label: 'The coordinator', required: 'Select whose cases they are' })
  from: string;

  @Text({ label: 'The colleague', required: 'Select who takes them over' })
  to: string;

  @Codes({ label: 'the cases', required: 'Select at least 1 case' })
  cases: string | string[];

  @Codes({ label: 'the cases' })
  offered: string | string[];

  @Text({ label: 'The note', max: 2_000 })
  note?: string;
}

interface Pair {
  readonly from: SignedInUser;
  readonly to: SignedInUser;
}

/** Several cases go to a colleague at once: chosen, looked through, and done case by case, each as if alone. */
@Controller('worklist/hand-over')
@May('work-cases')
export class BulkHandOverController {
  constructor(
    private readonly queries: QueryBus,
    private readonly desk: ListDesk,
    private readonly oneByOne: OneByOne,
    private readonly colleagues: Colleagues,
  ) {}

  @Get()
  form(@CurrentUser() user: SignedInUser, @Query('from') from?: string): Promise<Page> {
    const giver = from ?? (user.role === 'coordinator' ? user.id : undefined);
    return this.choosePage(user, newForm({ ...(giver && { from: giver }), which: 'urgent', most: '10' }));
  }

  @Post('preview')
  @FormRoute()
  async preview(@CurrentUser() user: SignedInUser, @Body() body: FormBody): Promise<Page> {
    const form = parseForm(ChooseForm, body);
    if (!form.ok) return this.choosePage(user, form, 422);
    const pair = pairOf(await this.colleagues.beside(user), form.value);
    if (typeof pair === 'string') return this.choosePage(user, withError(body, 'to', pair), 422);
    const cases = await this.chosen(user, pair.from, form.value);
    if (cases.length === 0) return this.choosePage(user, withError(body, 'from', `${pair.from.name} has no such case.`), 422);
    return this.previewPage(pair, cases, newForm({ cases: cases.map(({ reference }) => reference) }));
  }

  @Post()
  @FormRoute()
  async handOver(@CurrentUser() user: SignedInUser, @CommandId() commandId: string, @Body() body: FormBody): Promise<Page | SeeOther> {
    const form = parseForm(HandOverForm, body);
    const pair = pairOf(await this.colleagues.beside(user), { from: String(body['from']), to: String(body['to']) });
    if (typeof pair === 'string') return this.choosePage(user, withError(body, 'to', pair), 422);
    if (!form.ok) {
      const offered = [body['offered']].flat().filter((text) => typeof text === 'string');
      const found = await Promise.all(offered.slice(0, MOST).map((reference) => this.listed(user, pair.from, reference)));
      return this.previewPage(
        pair,
        found.filter((one) => one !== undefined),
        form,
        422,
      );
    }
    const { cases: references, note = '' } = form.value;
    const { from, to } = pair;
    const { done, left } = await this.oneByOne.each(user, { commandId, references }, ({ coordinator }) => {
      if (coordinator?.id === to.id) return 'is-so-already';
      if (coordinator?.id !== from.id) return { left: coordinator ? `${coordinator.name} has it.` : 'nobody has it.' };
      return { command: { type: 'HandOverCase', to: { id: to.id, name: to.name }, note } };
    });
    const notice = `${counted(done, 'case')} handed over from ${from.name} to ${to.name}.`;
    return new SeeOther('/worklist', withThoseLeft(notice, 'Not handed over', left));
  }

  private async chosen({ scope }: SignedInUser, { id }: SignedInUser, { which, most = 10 }: ChooseForm): Promise<readonly ListedCase[]> {
    const { today } = this.desk;
    if (which === 'longest') {
      const { cases } = await this.queries.execute(new CaseList(scope, { coordinator: id }, today, 'wait', false, 1, MOST));
      return cases.slice(0, most);
    }
    const { items } = await this.queries.execute(new Worklist(scope, { coordinatorId: id }, today, 1, MOST));
    return items.filter(({ coordinatorId }) => coordinatorId === id).slice(0, most);
  }

  private async listed({ scope }: SignedInUser, { id }: SignedInUser, reference: string) {
    const found = await this.queries.execute(new FindCase(scope, reference));
    return found && found.row.coordinatorId === id ? { ...found.patient, ...found.row } : undefined;
  }

  private async choosePage(user: SignedInUser, form: FormState, status = 200): Promise<Page> {
    const coordinators = await this.colleagues.choices(user, await this.colleagues.beside(user), this.desk.today);
    return new Page('pages/assignment/bulk-hand-over.njk', { form, coordinators, which: choices(WHICH), mostAtOnce: MOST }, status);
  }

  private previewPage({ from, to }: Pair, cases: readonly Shown[], form: FormState, status = 200): Page {
    const rows = cases.map((one) => ({ ...one, waiting: daysBetween(one.referredOn, this.desk.today) }));
    return new Page('pages/assignment/bulk-preview.njk', { form, from, to, rows }, status);
  }
}

type Shown = Pick<
  ListedCase,
  'reference' | 'family' | 'given' | 'title' | 'bornOn' | 'nhsNumber' | 'restricted' | 'step' | 'suspectedCancer' | 'referredOn'
>;

/** The two coordinators of a hand-over, or what is wrong with them. */
function pairOf(team: readonly SignedInUser[], { from, to }: { from: string; to: string }): Pair | string {
  const [giver, taker] = [from, to].map((id) => team.find((one) => one.id === id));
  if (!giver || !taker) return 'Select two coordinators of your team';
  return giver.id === taker.id ? 'Select somebody else to take the cases over' : { from: giver, to: taker };
}
