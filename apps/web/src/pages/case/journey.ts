// How the case came here: the steps it took, from its events.
import {
  advance,
  type CaseEvent,
  effectiveOn,
  initialProgress,
  NEXT_MOVER,
  type NextMover,
  type Step,
  stepOf,
} from '@guardian/casework/events';
import type { RecordedEvent } from '@guardian/event-store';
import { type CalendarDay, daysBetween, londonDay } from '@guardian/kernel';
import { stepWords } from '../../layout/words';
import { moverWords } from './mover-words';

export interface Stay {
  readonly step: Step;
  readonly from: CalendarDay;
  /** Null: now. */
  readonly to: CalendarDay | null;
  readonly days: number;
  readonly nextMover: NextMover;
}

export function stays(events: readonly RecordedEvent<CaseEvent>[], today: CalendarDay): Stay[] {
  let progress = initialProgress;
  const found: { step: Step; from: CalendarDay }[] = [];
  for (const event of events) {
    const happened = { type: event.type, data: event.data } as CaseEvent;
    progress = advance(progress, happened, event.revision);
    const step = stepOf(progress);
    const last = found.at(-1);
    if (last?.step === step) continue;
    const on = effectiveOn(happened, londonDay(new Date(event.metadata.recordedAt)));
    found.push({ step, from: last && on < last.from ? last.from : on });
  }
  return found.map(({ step, from }, i) => {
    const to = found[i + 1]?.from ?? null;
    return { step, from, to, days: daysBetween(from, to ?? today), nextMover: NEXT_MOVER[step] };
  });
}

/** What the clock has counted since the referral, piece by piece; the first piece may lie before anybody here knew of it. */
export function clockParts(taken: readonly Stay[], referredOn: CalendarDay) {
  const [first] = taken;
  const before =
    first && first.from > referredOn
      ? [
          {
            text: 'Before Guardian',
            from: referredOn,
            to: first.from,
            days: daysBetween(referredOn, first.from),
            who: 'Not recorded',
            held: false,
          },
        ]
      : [];
  const since = taken
    .filter(({ step }) => step !== 'closed')
    .map(({ step, from, to, days, nextMover }) => ({
      ...{ text: stepWords[step].text, from, to, days, who: moverWords[nextMover] },
      held: step === 'returned' || step === 'monitoring',
    }));
  return [...before, ...since];
}

/** The six stages that people speak of, and the steps in each. */
const STAGES: readonly { text: string; steps: readonly Step[] }[] = [
  { text: 'Received', steps: ['intake'] },
  { text: 'Workup', steps: ['workup', 'returned', 'diagnostics', 'ready'] },
  { text: 'Sent to hospital', steps: ['awaiting-acceptance'] },
  { text: 'Appointment', steps: ['awaiting-first-appointment'] },
  { text: 'Seen', steps: ['awaiting-decision', 'monitoring', 'with-tier-two'] },
  { text: 'Treatment', steps: ['awaiting-treatment'] },
];

export interface Stage {
  readonly text: string;
  readonly state: 'done' | 'now' | 'to-come';
  readonly days: number | null;
  readonly note: string | null;
}

export function journey(taken: readonly Stay[]): Stage[] {
  const now = taken.at(-1)?.step;
  const current = now === 'closed' ? STAGES.length : STAGES.findIndex(({ steps }) => now !== undefined && steps.includes(now));
  return STAGES.map(({ text, steps }, i) => {
    const here = taken.filter(({ step }) => steps.includes(step));
    const returned = here.filter(({ step }) => step === 'returned').length;
    const been = here.length > 0;
    return {
      text,
      state: i === current ? 'now' : been || i < current ? 'done' : 'to-come',
      days: been ? here.reduce((sum, { days }) => sum + days, 0) : null,
      note: returned > 0 ? `Returned to the referrer ${returned === 1 ? 'once' : `${returned} times`}` : null,
    };
  });
}
