import type { SignedInUser } from '@guardian/access';
import { ChaseList, type ChasedCase } from '@guardian/caseload';
import type { ContactMeans, ContactOutcome } from '@guardian/casework/events';
import { type CalendarDay, daysBetween } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { CommandId } from '../../http/command-id';
import { Choice, Codes, Day, Text } from '../../http/fields';
import { type FormBody, type FormState, newForm, parseForm, withError } from '../../http/form';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { choices } from '../../layout/choices';
import { counted } from '../../layout/filters';
import { Page, SeeOther } from '../../layout/page';
import { addressOf, type AddressQuery, readAddress } from '../caseload/address';
import { ListDesk } from '../caseload/list-desk';
import { OneByOne, withThoseLeft } from '../caseload/one-by-one';
import { HOW, OUTCOME } from '../contact/contact.controller';

const ADDRESS = '/worklist/chase';
/** What one call can speak of. */
const MOST = 100;

class CallForm {
  @Text({ label: 'The hospital', required: 'Select the hospital' })
  provider: string;

  @Text({ label: 'The specialty', required: 'Select the specialty' })
  specialty: string;

  @Codes({ label: 'the cases', required: 'Select at least 1 case' })
  cases: string | string[];

  @Choice({ label: 'how', from: Object.keys(HOW), required: 'Select how' })
  how: ContactMeans;

  @Choice({ label: 'what happened', from: Object.keys(OUTCOME), required: 'Select what happened' })
  outcome: ContactOutcome;

  @Text({ label: 'Notes', max: 2_000 })
  notes?: string;

  @Day({ label: 'The date of the next contact' })
  nextOn?: CalendarDay;
}

interface Group {
  readonly provider: string;
  readonly specialty: string;
}

/** What the hospitals have to do, grouped by hospital and specialty: one call clears many. */
@Controller('worklist/chase')
@May('work-cases')
export class ChaseController {
  constructor(
    private readonly queries: QueryBus,
    private readonly desk: ListDesk,
    private readonly definitions: PathwayDefinitions,
    private readonly oneByOne: OneByOne,
  ) {}

  @Get()
  async list(@CurrentUser() user: SignedInUser, @Query() query: AddressQuery): Promise<Page> {
    const { groups } = await this.queries.execute(new ChaseList(user.scope, this.desk.today));
    const { provider, specialty } = readAddress(query, {
      provider: groups.map(({ providerCode }) => providerCode),
      specialty: groups.map((group) => group.specialty),
    });
    if (provider && specialty) return this.groupPage(user, { provider, specialty }, newForm({ how: 'phone', outcome: 'spoke' }));
    const names = await this.specialties();
    return new Page('pages/chase/chase-list.njk', {
      asOf: await this.desk.asOf(),
      total: groups.reduce((sum, { cases }) => sum + cases, 0),
      groups: groups.map((group) => ({
        ...group,
        specialtyName: names.get(group.specialty) ?? group.specialty,
        href: addressOf(ADDRESS, { provider: group.providerCode, specialty: group.specialty }),
      })),
    });
  }

  @Post()
  @FormRoute()
  async called(@CurrentUser() user: SignedInUser, @CommandId() commandId: string, @Body() body: FormBody): Promise<Page | SeeOther> {
    const { today } = this.desk;
    const form = parseForm(CallForm, body);
    const group = { provider: String(body['provider']), specialty: String(body['specialty']) };
    if (!form.ok) return this.groupPage(user, group, form, 422);
    const { cases, how, outcome, notes = '', nextOn = null } = form.value;
    if (nextOn !== null && nextOn < today) {
      return this.groupPage(user, group, withError(body, 'nextOn', 'The date of the next contact must be today or later.'), 422);
    }
    if (outcome === 'spoke' && notes === '') return this.groupPage(user, group, withError(body, 'notes', 'Enter what was said.'), 422);
    const command = { type: 'RecordContact', on: today, who: 'hospital', how, outcome, notes, nextOn } as const;
    const { done, left } = await this.oneByOne.each(user, { commandId, references: cases }, () => ({ command }));
    return new SeeOther(ADDRESS, withThoseLeft(`The call is recorded in ${counted(done, 'case')}.`, 'Not recorded', left));
  }

  private async specialties(): Promise<Map<string, string>> {
    const all = await this.definitions.all(this.desk.today);
    return new Map(all.map(({ specialty: { code, name } }) => [code, name]));
  }

  private async groupPage(user: SignedInUser, { provider, specialty }: Group, form: FormState, status = 200): Promise<Page> {
    const { today } = this.desk;
    const { groups, cases } = await this.queries.execute(new ChaseList(user.scope, today, { providerCode: provider, specialty }, MOST));
    const group = groups.find((one) => one.providerCode === provider && one.specialty === specialty);
    const all = cases.map(({ reference }) => reference);
    return new Page(
      'pages/chase/chase-group.njk',
      {
        asOf: await this.desk.asOf(),
        given: { provider, specialty },
        hospital: group?.providerName ?? provider,
        specialty: (await this.specialties()).get(specialty) ?? specialty,
        total: group?.cases ?? 0,
        rows: cases.map((one) => shown(one, today)),
        form: status === 200 ? { ...form, typed: { cases: all, ...form.typed } } : form,
        how: choices(HOW),
        outcome: choices(OUTCOME),
      },
      status,
    );
  }
}

const shown = (one: ChasedCase, today: CalendarDay) => ({ ...one, waiting: daysBetween(one.referredOn, today) });
