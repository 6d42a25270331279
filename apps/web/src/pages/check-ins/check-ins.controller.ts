import type { SignedInUser } from '@guardian/access';
import { allThreads, checkInsDone, isToActOn, judge, openCheckIn, threadOf } from '@guardian/casework';
import { addDays, type CalendarDay } from '@guardian/kernel';
import { limitOn, type PathwayDefinition, PathwayDefinitions } from '@guardian/pathways';
import { Controller, Get, Param, Post } from '@nestjs/common';
import { Day, Text } from '../../http/fields';
import { type FormState, newForm } from '../../http/form';
import { NotFound } from '../../http/input-errors';
import { Posted } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { choices } from '../../layout/choices';
import { Page, SeeOther } from '../../layout/page';
import { CaseDesk, type OpenedCase } from '../case/case-desk';
import { CaseFrame } from '../case/case-frame';
import { COMPARED_WORDS } from '../case/safety-words';
import { threeBoxes } from '../case/three-boxes';
import { timeline } from '../case/timeline';
import { answersIn, checkInFormOf } from './check-in-form';
import { answersGiven, questionsToAsk } from './check-in-view';

const WHO = { patient: 'The patient', carer: 'A carer' } as const;

class PlanForm {
  @Day({ label: 'The date of the check-in', required: 'Enter the date of the check-in' })
  dueOn: CalendarDay;
}

class ActedForm {
  @Text({ label: 'What you did', max: 2_000, required: 'Enter what you did' })
  did: string;
}

/** Planned talks about whether the patient got worse, with the questions and red flags of the pathway version. */
@Controller('cases/:reference/check-ins')
export class CheckInsController {
  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
    private readonly definitions: PathwayDefinitions,
  ) {}

  @Get()
  @May('see-patients')
  async checkIns(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    return this.page(opened, newForm(threeBoxes('dueOn', this.nextAfter(await this.definitionOf(opened)))));
  }

  @Post('plan')
  @May('work-cases')
  @FormRoute()
  plan(@Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: PlanForm,
      field: 'dueOn',
      page: (opened, form, status) => this.page(opened, form, status),
      commands: ({ dueOn }) => ({ type: 'PlanCheckIn', dueOn }),
      notice: 'The check-in is planned.',
      to: (_, { reference }) => `/cases/${reference}/check-ins`,
    });
  }

  @Get('new')
  @May('work-cases')
  async form(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    const next = this.nextAfter(await this.definitionOf(opened));
    return this.formPage(opened, newForm({ who: 'patient', ...threeBoxes('on', this.desk.today), ...threeBoxes('nextOn', next) }));
  }

  @Post('new')
  @May('work-cases')
  @FormRoute()
  async checkIn(@Posted() posted: Posted): Promise<Page | SeeOther> {
    const definition = await this.definitionOf(await this.desk.open(posted.user, posted.reference));
    return this.desk.post(posted, {
      shape: checkInFormOf(definition),
      field: 'on',
      page: (opened, form, status) => this.formPage(opened, form, status),
      commands: (form) => ({
        type: 'CompleteCheckIn',
        on: form.on,
        who: form.who,
        answers: answersIn(definition, form),
        notes: form.notes ?? '',
        nextOn: form.nextOn ?? null,
      }),
      notice: 'The check-in is saved.',
      to: (form, { reference, state }) => {
        const last = checkInsDone(state.safety).at(-1)?.answers;
        const { compared, redFlags } = judge(definition.checkIn.questions, answersIn(definition, form), last, this.points);
        return `/cases/${reference}${compared === 'worse' || redFlags.length > 0 ? '/check-ins/stop' : ''}`;
      },
    });
  }

  /** The first check-in whose red flag or worse answer nobody has acted on. It has no way out but writing what was done. */
  @Get('stop')
  @May('work-cases')
  async stop(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page | SeeOther> {
    const opened = await this.desk.open(user, reference);
    const first = allThreads(opened.state.safety.checkIns).find(isToActOn);
    return first ? this.stopPage(opened, first.id, newForm()) : new SeeOther(`/cases/${reference}/check-ins`);
  }

  @Post(':checkIn/acted')
  @May('work-cases')
  @FormRoute()
  acted(@Param('checkIn') checkInId: string, @Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: ActedForm,
      field: 'did',
      page: (opened, form, status) => this.stopPage(opened, checkInId, form, status),
      commands: ({ did }) => ({ type: 'ActOnCheckIn', checkInId, did }),
      notice: 'What you did is saved. Escalate it now, or go on if a clinician has it already.',
      to: (_, { reference }) => `/cases/${reference}/escalations/new?after=${checkInId}`,
    });
  }

  private definitionOf({ row }: OpenedCase): Promise<PathwayDefinition> {
    return this.definitions.get(row.pathwayId, row.pathwayVersion);
  }

  private nextAfter({ checkIn: { everyDays } }: PathwayDefinition): CalendarDay {
    return addDays(this.desk.today, everyDays);
  }

  private get points(): number {
    return limitOn('checkInWorsePoints', this.desk.today).is;
  }

  private async page(opened: OpenedCase, form: FormState, status = 200): Promise<Page> {
    const { state, events } = opened;
    const definition = await this.definitionOf(opened);
    const done = checkInsDone(state.safety);
    const last = done.at(-1);
    return new Page(
      'pages/check-ins/check-ins.njk',
      {
        ...(await this.frame.around(opened, 'check-ins')),
        form,
        due: openCheckIn(state.safety) ?? null,
        stopped: done.some(isToActOn),
        changes: allThreads(state.safety.changes).filter(({ outcome }) => outcome === null),
        last: last
          ? {
              on: last.on,
              before: done.at(-2)?.on ?? null,
              verdict: COMPARED_WORDS[last.compared ?? 'first'],
              answers: answersGiven(definition, last, done.at(-2), this.points),
            }
          : null,
        everyDays: definition.checkIn.everyDays,
        history: timeline(events, 'safety'),
      },
      status,
    );
  }

  private async formPage(opened: OpenedCase, form: FormState, status = 200): Promise<Page> {
    const definition = await this.definitionOf(opened);
    return new Page(
      'pages/check-ins/check-in.njk',
      {
        ...(await this.frame.around(opened)),
        form,
        who: choices(WHO),
        questions: questionsToAsk(definition, opened.state, this.points),
        everyDays: definition.checkIn.everyDays,
        source: { marking: definition.marking, version: definition.version },
      },
      status,
    );
  }

  private async stopPage(opened: OpenedCase, checkInId: string, form: FormState, status = 200): Promise<Page> {
    const { state } = opened;
    const checkIn = threadOf(state.safety.checkIns, checkInId);
    if (!checkIn) throw new NotFound();
    const done = checkInsDone(state.safety);
    const before = done[done.findIndex(({ id }) => id === checkInId) - 1];
    const answers = answersGiven(await this.definitionOf(opened), checkIn, before, this.points);
    return new Page(
      'pages/check-ins/stop.njk',
      {
        ...(await this.frame.around(opened)),
        form,
        checkInId,
        on: checkIn.on,
        redFlags: answers.filter(({ instruction }) => instruction !== null),
        worse: answers.filter(({ worse, instruction }) => worse && instruction === null),
      },
      status,
    );
  }
}
