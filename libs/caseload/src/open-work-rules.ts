// The rules of the worklist about what is open with the hospital, community services, validation, the agreed evidence and the baton, each named as what is open.
import { addDays, type CalendarDay, daysBetween, longDate } from '@guardian/kernel';
import { dueWithinTheWeek, dueWords, when } from './due';
import type { Due, Moment, OpenWork, Told } from './ranking';

interface OpenWorkRule {
  /** The first day on which it is due. */
  readonly from: (open: OpenWork, at: Moment) => CalendarDay;
  readonly due: (open: OpenWork, at: Moment) => Due | undefined;
  readonly tell: (open: OpenWork, at: Moment, dueOn: CalendarDay) => Told;
}

const CHASE = { label: 'Chase the hospital', path: 'contacts/new?who=hospital' } as const;

const renewBy = ({ since }: OpenWork, { evidenceRenewDays }: Moment): CalendarDay => addDays(since, evidenceRenewDays);

const slotBy = ({ since }: OpenWork, { deferredDays }: Moment): CalendarDay => addDays(since, deferredDays);

const answerBy = ({ since, lookOn }: OpenWork, { serviceAnswerDays }: Moment): CalendarDay => lookOn ?? addDays(since, serviceAnswerDays);

const reviewBy = ({ since, lookOn }: OpenWork, { serviceReviewDays }: Moment): CalendarDay => lookOn ?? addDays(since, serviceReviewDays);

const askBy = ({ since }: OpenWork, { validationAskDays }: Moment): CalendarDay => addDays(since, validationAskDays);

/** What a patient said, or did not say: from its day on. */
const heard = (text: (since: string) => string, until: string, action: Told['action']): OpenWorkRule => ({
  from: ({ since }) => since,
  due: ({ since }, at) => dueWithinTheWeek(since, at),
  tell: ({ since }, { today }) => ({ text: text(when(since, today)), until, action }),
});
const ANSWERED = 'what the patient says is recorded';

const offersPage = ({ service = '' }: OpenWork): string => `offers/${encodeURIComponent(service)}`;

export const OPEN_WORK_RULES: Readonly<Record<OpenWork['what'], OpenWorkRule>> = {
  'appointment-to-rebook': {
    from: ({ since }) => since,
    due: ({ since }, { today }) => ({ band: since < today ? 'past-its-date' : 'due-today', dueOn: since }),
    tell: ({ since }, { today }) => ({
      text: `The hospital appointment was missed or cancelled ${when(since, today)} and has no new date.`,
      until: 'a new appointment is recorded, or the patient was seen',
      action: { label: 'Record the new date', path: 'hospital-facts/new?kind=appointment_booked' },
    }),
  },
  'deferred-to-provider': {
    from: slotBy,
    due: (open, at) => dueWithinTheWeek(slotBy(open, at), at),
    tell: ({ since }, { today }, dueOn) => ({
      text: `Deferred to provider: the hospital has had no slot for ${counted(daysBetween(since, today))}. A slot ${dueWords(dueOn, today)}.`,
      until: 'the hospital books an appointment or takes the referral on its list',
      action: CHASE,
    }),
  },
  'ers-lapse': {
    from: ({ since }, { ersDays }) => addDays(since, ersDays.notice),
    due({ since }, { today, weekAhead, ersDays }) {
      const days = daysBetween(since, today);
      if (days < ersDays.notice) return undefined;
      if (days >= ersDays.urgent) return { band: 'safety', dueOn: addDays(since, ersDays.urgent) };
      const lateOn = addDays(since, ersDays.warning);
      if (days >= ersDays.warning) return { band: 'past-its-date', dueOn: lateOn };
      return { band: 'due-this-week', dueOn: lateOn < weekAhead ? lateOn : weekAhead };
    },
    tell({ since }, { today, ersDays }) {
      const lapsesOn = addDays(since, ersDays.lapse);
      const so = lapsesOn < today ? 'would have lapsed' : 'would lapse';
      return {
        text: `Sent ${when(since, today)} and not booked: in e-RS it ${so} on ${longDate(lapsesOn)}.`,
        until: 'the hospital books an appointment or takes the referral on its list',
        action: CHASE,
      };
    },
  },
  'evidence-out-of-date': {
    from: ({ since }) => since,
    due: (open, at) => dueWithinTheWeek(renewBy(open, at), at),
    tell: ({ since, name = 'An agreed item' }, { today }, dueOn) => ({
      text: `${name} ran out of date ${when(since, today)}. A new one ${dueWords(dueOn, today)}.`,
      until: 'the item is recorded again, or the hospital has seen the patient',
      action: { label: 'Renew the workup', path: 'workup' },
    }),
  },
  'baton-unanswered': {
    from: ({ since }) => addDays(since, 1),
    due: ({ since }, { today }) => (since < today ? { band: 'past-its-date', dueOn: since } : undefined),
    tell: ({ name = 'Somebody' }, { today }, dueOn) => ({
      text: `${name} has not answered the offer of the baton; the answer ${dueWords(dueOn, today)}. The giver still holds the patient.`,
      until: 'the offer is accepted, declined or withdrawn',
      action: { label: 'Chase or withdraw', path: 'baton' },
    }),
  },
  'service-unanswered': {
    from: answerBy,
    due: (open, at) => dueWithinTheWeek(answerBy(open, at), at),
    tell: (open, { today }, dueOn) => ({
      text: `${open.name ?? 'A service'} was offered ${when(open.since, today)}. The patient's answer ${dueWords(dueOn, today)}.`,
      until: 'the patient takes it up, declines it or asks for time',
      action: { label: 'Record the answer', path: offersPage(open) },
    }),
  },
  'validation-due': {
    from: askBy,
    due: (open, at) => dueWithinTheWeek(askBy(open, at), at),
    tell: (_, { today }, dueOn) => ({
      text: `The patient has waited for long. To ask whether the appointment is still needed ${dueWords(dueOn, today)}.`,
      until: 'the patient is asked',
      action: { label: 'Ask the patient', path: 'validation' },
    }),
  },
  'validation-second-way': heard(
    (since) =>
      `The patient was asked whether the appointment is still needed, and no reply has come. It was overdue ${since}. No reply never removes anybody.`,
    'the patient is asked in another way, or answers',
    { label: 'Ask in another way', path: 'validation' },
  ),
  'validation-needs-a-person': heard(
    (since) =>
      `The patient was asked twice whether the appointment is still needed, and no reply has come. The second was overdue ${since}. Somebody has to speak with them.`,
    ANSWERED,
    { label: 'Speak with the patient', path: 'validation' },
  ),
  'validation-not-needed': heard(
    (since) => `The patient said ${since} that the appointment is not needed any more. Nothing has followed from it yet.`,
    'the case is closed or an exit proposed, or the patient says something else',
    { label: 'Close the case', path: 'close?reason=no-longer-needed' },
  ),
  'validation-unsure': heard(
    (since) => `The patient said ${since} that they are not sure whether the appointment is still needed.`,
    'the patient has said yes or no',
    { label: 'Speak with the patient', path: 'validation' },
  ),
  'service-review': {
    from: reviewBy,
    due: (open, at) => dueWithinTheWeek(reviewBy(open, at), at),
    tell: (open, { today }, dueOn) => ({
      text: `The patient has been with ${open.name ?? 'a service'} since ${longDate(open.since)}. A review or the outcome ${dueWords(dueOn, today)}.`,
      until: 'the outcome or another review date is recorded',
      action: { label: 'Review the service', path: offersPage(open) },
    }),
  },
};

const counted = (days: number): string => (days === 1 ? '1 day' : `${days} days`);
