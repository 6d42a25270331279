import type { SignedInUser } from '@guardian/access';
import { recordedFact } from '@guardian/casework';
import { factName, type HospitalFactKind, isHospitalFactKind } from '@guardian/waiting-times';
import type { CalendarDay } from '@guardian/kernel';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Choice, Day } from '../../http/fields';
import { type FormBody, type FormState, newForm, parseForm, typedFields, withError } from '../../http/form';
import { InputRefused } from '../../http/input-errors';
import { Posted } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { Page, SeeOther } from '../../layout/page';
import { priorityWords } from '../../layout/words';
import { CaseDesk, isForTheForm, type OpenedCase } from '../case/case-desk';
import { CaseFrame } from '../case/case-frame';
import { threeBoxes } from '../case/three-boxes';
import { effectOf, readOn } from '../clocks/case-clocks';
import { detailFields, detailsOf, factChoices, FactForm, formOf } from './fact-forms';
import { whatFollows } from './what-follows';

/** National codes of clinical prioritisation, P for surgery and D for diagnostics, and the urgency of the referral. */
const PRIORITIES = [
  ...(['P1a', 'P1b', 'P2', 'P3', 'P4', 'P5', 'P6'] as const).map((code) => ({ scheme: 'P' as const, code, text: `${code}, surgery` })),
  ...(['D1', 'D2', 'D3', 'D4'] as const).map((code) => ({ scheme: 'D' as const, code, text: `${code}, diagnostics` })),
  ...Object.entries(priorityWords).map(([code, text]) => ({ scheme: 'urgency' as const, code, text })),
];

class PriorityForm {
  @Choice({ label: 'the priority', from: PRIORITIES.map(({ code }) => code), required: 'Select the priority' })
  code: string;

  @Day({ label: 'The date', required: 'Enter the date of the decision' })
  on: CalendarDay;
}

/** What the hospital did, as it becomes known here. */
@Controller('cases/:reference')
@May('work-cases')
export class HospitalFactsController {
  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
  ) {}

  /** Without a kind: which fact. With one: its details. */
  @Get('hospital-facts/new')
  async form(@CurrentUser() user: SignedInUser, @Param('reference') reference: string, @Query('kind') kind?: string): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    if (!kind) return new Page('pages/hospital-facts/choose.njk', { ...(await this.frame.around(opened)), ...factChoices() });
    return this.factPage(opened, known(kind), newForm({ confidence: 'confirmed', ...threeBoxes('happenedOn', this.desk.today) }));
  }

  /** What the fact would do to each clock; nothing is saved. Everything typed goes on in the page. */
  @Post('hospital-facts/check')
  @FormRoute()
  async check(
    @CurrentUser() user: SignedInUser,
    @Param('reference') reference: string,
    @Query('kind') given: string,
    @Body() body: FormBody,
  ): Promise<Page> {
    const kind = known(given);
    const opened = await this.desk.open(user, reference);
    const parsed = parseForm(formOf(kind), body);
    if (!parsed.ok) return this.factPage(opened, kind, parsed, 422);
    const form = parsed.value;
    let next: ReturnType<typeof recordedFact>;
    try {
      next = recordedFact({ type: 'RecordHospitalFact', ...factOf(kind, form) }, opened.state, this.desk.today);
    } catch (error) {
      if (!isForTheForm(error)) throw error;
      return this.factPage(opened, kind, withError(body, 'happenedOn', error.message), 422);
    }
    const { asOf } = readOn(opened.events, opened.state.progress.closed, this.desk.today);
    const effect = effectOf(opened.events, asIfRecorded(opened, next), asOf);
    return new Page('pages/hospital-facts/effect.njk', {
      ...(await this.frame.around(opened)),
      ...effect,
      changed: effect.effects.filter(({ changes }) => changes).length,
      kind,
      name: factName(kind),
      happenedOn: form.happenedOn,
      typed: typedFields(body),
    });
  }

  /** Back from the effect to the form, with everything that was typed. */
  @Post('hospital-facts/change')
  @FormRoute()
  async change(@Query('kind') given: string, @Posted() { user, reference, body }: Posted): Promise<Page> {
    const { typed } = withError(body, '', '');
    return this.factPage(await this.desk.open(user, reference), known(given), newForm(typed));
  }

  @Post('hospital-facts/new')
  @FormRoute()
  record(@Query('kind') given: string, @Posted() posted: Posted): Promise<Page | SeeOther> {
    const kind = known(given);
    return this.desk.post(posted, {
      shape: formOf(kind),
      field: 'happenedOn',
      page: (opened, form, status) => this.factPage(opened, kind, form, status),
      commands: (form) => ({ type: 'RecordHospitalFact', ...factOf(kind, form) }),
      notice: ({ state }) => whatFollows(kind, state.progress.closed).notice,
      to: (_, { reference, state }) => `/cases/${reference}${whatFollows(kind, state.progress.closed).path}`,
    });
  }

  @Get('priority')
  async priorityForm(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    return this.priorityPage(await this.desk.open(user, reference), newForm(threeBoxes('on', this.desk.today)));
  }

  @Post('priority')
  @FormRoute()
  prioritise(@Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: PriorityForm,
      field: 'on',
      page: (opened, form, status) => this.priorityPage(opened, form, status),
      commands: ({ code, on }) => ({
        type: 'RecordPriority',
        scheme: PRIORITIES.find((one) => one.code === code)?.scheme ?? 'urgency',
        code,
        on,
      }),
      notice: 'The priority is saved.',
    });
  }

  private async factPage(opened: OpenedCase, kind: HospitalFactKind, form: FormState, status = 200): Promise<Page> {
    return new Page(
      'pages/hospital-facts/fact.njk',
      { ...(await this.frame.around(opened)), form, kind, name: factName(kind), details: detailFields(kind) },
      status,
    );
  }

  private async priorityPage(opened: OpenedCase, form: FormState, status = 200): Promise<Page> {
    return new Page(
      'pages/hospital-facts/priority.njk',
      { ...(await this.frame.around(opened)), form, priorities: PRIORITIES.map(({ code, text }) => ({ value: code, text })) },
      status,
    );
  }
}

const factOf = (kind: HospitalFactKind, form: FactForm) => ({
  kind,
  on: form.happenedOn,
  facts: detailsOf(kind, form),
  source: form.knownFrom,
  confidence: form.confidence,
});

/** The event as it would follow the last one, were it recorded now. */
function asIfRecorded({ events, revision }: OpenedCase, next: ReturnType<typeof recordedFact>) {
  const last = events.at(-1);
  if (!last) throw new Error('a case without events');
  return { ...next, revision: revision + 1, metadata: last.metadata };
}

function known(kind: string): HospitalFactKind {
  if (!isHospitalFactKind(kind)) throw new InputRefused([{ field: 'kind', message: `Guardian does not know "${kind}" here` }]);
  return kind;
}
