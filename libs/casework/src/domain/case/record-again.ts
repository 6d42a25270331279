// An entry that belongs to another patient, recorded in that patient's case by the ordinary command of its kind: same day, same words.
import type { CalendarDay } from '@guardian/kernel';
import type { CaseCommand } from './case';
import type { CaseEvent, CaseEventOf } from './events';
import { refuse } from './state';

type Again = {
  readonly [T in CaseEvent['type']]?: (data: CaseEventOf<T>['data'], today: CalendarDay) => CaseCommand | null;
};

/** What is not here means nothing in another chart: it speaks of another entry of this one, or it happened to this case. */
const AGAIN: Again = {
  ReferralResubmitted: ({ personal: { note } }) => ({ type: 'ResubmitReferral', note }),
  WorkupItemRequested: (data) => ({ type: 'RequestWorkupItem', ...data }),
  // The result of a test of this chart came with its review.
  WorkupItemCompleted: ({ personal, ...data }) =>
    /^Test t\d+$/.test(data.source) ? null : { type: 'CompleteWorkupItem', ...data, ...personal },
  WorkupItemWaived: ({ personal, ...data }) => ({ type: 'WaiveWorkupItem', ...data, ...personal }),
  DiagnosticOrdered: ({ testId: _, on: _on, personal, ...order }) => ({ type: 'OrderDiagnostic', ...order, ...personal }),
  ExistingResultReused: ({ personal, ...data }) => ({ type: 'ReuseExistingResult', ...data, ...personal }),
  RedFlagBypassed: ({ personal: { reason } }) => ({ type: 'BypassForRedFlag', reason }),
  ReferralSent: (data) => ({ type: 'SendReferral', ...data }),
  HospitalFactRecorded: (data) => ({ type: 'RecordHospitalFact', ...data }),
  PriorityRecorded: (data) => ({ type: 'RecordPriority', ...data }),
  ProviderChanged: ({ to, on }) => ({ type: 'ChangeProvider', to, on }),
  ContactRecorded: ({ contactId: _, personal, nextOn, ...contact }, today) => ({
    ...{ type: 'RecordContact', ...contact, ...personal },
    nextOn: nextOn !== null && nextOn < today ? null : nextOn,
  }),
  ValidationAsked: ({ how, replyBy }) => ({ type: 'AskValidation', how, replyBy }),
  ValidationAnswered: ({ on, answer }) => ({ type: 'AnswerValidation', on, answer }),
  CheckInPlanned: ({ dueOn }) => ({ type: 'PlanCheckIn', dueOn }),
  CheckInCompleted: ({ on, who, answers, personal: { notes } }) => ({ type: 'CompleteCheckIn', on, who, answers, notes, nextOn: null }),
  ConditionChangeReported: ({ on, by, personal: { what } }) => ({ type: 'ReportConditionChange', on, by, what }),
  EscalationRaised: ({ to, deputy, urgency, personal }) => ({ type: 'RaiseEscalation', to, deputy, urgency, ...personal }),
  ExpediteRequested: ({ to, criterion, personal: { grounds } }) => ({ type: 'RequestExpedite', to, criterion, grounds }),
};

/** The command that records this entry in another case, today; null where it has no meaning there and is only hidden here. */
export function recordAgain({ type, data }: CaseEvent, today: CalendarDay): CaseCommand | null {
  const again = AGAIN[type] as ((data: CaseEvent['data'], today: CalendarDay) => CaseCommand | null) | undefined;
  return again?.(data, today) ?? null;
}

/**
 * Recorded for another patient, an entry brings two people's data together: whoever moved it away from one chart does not put it into the
 * other. Throws SamePerson.
 */
export function refuseMover(movedBy: { readonly id: string }, actor: { readonly id: string }): void {
  if (movedBy.id !== actor.id) return;
  refuse('SamePerson', 'You said that this entry belongs to another patient. Somebody else has to agree whose it is.');
}
