import { BreakGlass, roleMay, type SignedInUser } from '@guardian/access';
import { harmReviewsOf, openHospital, outstandingItems, stepOf } from '@guardian/casework';
import { asking } from '@guardian/casework/events';
import { limitsByStep, momentOn, reasonsFor } from '@guardian/caseload';
import { daysBetween, WorkingDays } from '@guardian/kernel';
import { Directory } from '@guardian/directory';
import { PathwayDefinitions } from '@guardian/pathways';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { InputRefused } from '../../http/input-errors';
import { CurrentUser, May } from '../../http/signed-in';
import { Page } from '../../layout/page';
import { clocksOfCase, readOn } from '../clocks/case-clocks';
import { REASON_WORDS } from '../break-glass/reason-words';
import { CaseDesk } from './case-desk';
import { CaseFrame } from './case-frame';
import { clockParts, journey, stays } from './journey';
import { moverWords } from './mover-words';
import { shownPractice } from './restricted';
import { VALIDATION_ANSWER_WORDS } from './safety-words';
import { timeline, TIMELINE_KINDS, type TimelineKind, withRestrictions } from './timeline';

/** For so long a coordinator is told who opened a restricted record of theirs. */
const DAYS_TOLD = 30;

@Controller('cases/:reference')
@May('see-patients')
export class CaseController {
  private readonly workingDays = new WorkingDays();

  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
    private readonly definitions: PathwayDefinitions,
    private readonly directory: Directory,
    private readonly breakGlass: BreakGlass,
  ) {}

  @Get()
  async overview(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    const { state, row, events, patient } = opened;
    const today = this.desk.today;
    const taken = stays(events, today);
    const read = readOn(events, state.progress.closed, today);
    const now = taken.at(-1);
    const limits = await limitsByStep(this.definitions);
    const reasons = reasonsFor(row, limits(row), momentOn(today, this.workingDays));
    const deferred = openHospital(state.progress).find(({ what }) => what === 'deferred-to-provider');
    const practice = await this.directory.practice(row.practiceCode, row.referredOn);
    const referredOn = state.opened?.referredOn ?? row.referredOn;
    return new Page('pages/case/overview.njk', {
      ...(await this.frame.around(opened, 'overview')),
      journey: journey(taken),
      clock: {
        day: daysBetween(referredOn, now?.step === 'closed' ? now.from : today),
        startedOn: referredOn,
        targetDays: null,
        parts: clockParts(taken, referredOn),
      },
      nationalClocks: { ...clocksOfCase(events, read.asOf), readOn: read.words },
      now: now && { ...now, who: moverWords[now.nextMover], target: limits({ ...row, step: stepOf(state.progress) })?.targetDays ?? null },
      reasons,
      snoozedUntil: state.snoozedUntil && state.snoozedUntil > today ? state.snoozedUntil : null,
      workup: { total: Object.keys(state.items).length, outstanding: outstandingItems(state) },
      tests: Object.values(state.tests),
      validation: asking(state.safety).last,
      answerWords: VALIDATION_ANSWER_WORDS,
      harmReviews: harmReviewsOf(state.safety).filter(({ grade }) => grade === null).length,
      holder: state.holder,
      offer: state.offer && { ...state.offer, late: state.offer.replyBy < today },
      coordinator: state.coordinator,
      provider: state.provider,
      deferredDays: deferred ? daysBetween(deferred.since, today) : null,
      practice: shownPractice(opened, practice),
      restricted: patient.restricted,
      mayRestrict: roleMay(user.role, 'work-cases'),
      openedBy: patient.restricted ? await this.openedBy(patient.patientId) : [],
      contact: { last: row.lastContactOn, next: row.nextContactOn, unanswered: row.unanswered },
      suspectedDuplicates: row.suspectedDuplicates.length,
      latest: timeline(events).slice(0, 5),
      gatePassed: state.progress.gatePassed,
      gateDueOn: state.progress.gatePassed ? null : state.gateDueOn,
    });
  }

  private async openedBy(patientId: string) {
    const uses = await this.breakGlass.usesOf(patientId, DAYS_TOLD);
    return uses.map((use) => ({ ...use, reasonWords: REASON_WORDS[use.reason] }));
  }

  @Get('timeline')
  async timeline(@CurrentUser() user: SignedInUser, @Param('reference') reference: string, @Query('show') show?: string): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    if (show !== undefined && !Object.hasOwn(TIMELINE_KINDS, show)) {
      throw new InputRefused([{ field: 'show', message: `Guardian does not know "${show}" here` }]);
    }
    const days = timeline(opened.events, show as TimelineKind | undefined);
    return new Page('pages/case/timeline.njk', {
      ...(await this.frame.around(opened, 'timeline')),
      days: show === undefined ? withRestrictions(days, await this.desk.restrictions(opened)) : days,
      mayCorrect: roleMay(user.role, 'work-cases'),
      kinds: Object.entries(TIMELINE_KINDS).map(([value, [text]]) => ({ value, text, current: value === show })),
      all: show === undefined,
    });
  }
}
