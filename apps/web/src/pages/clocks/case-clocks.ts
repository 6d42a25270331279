// The national clocks of one case in words, and what a fact that is about to be recorded would do to them.
import { type CaseEvent, type CaseFact, factsInOrder, noFacts, withFactsOf } from '@guardian/casework/events';
import type { RecordedEvent } from '@guardian/event-store';
import { type CalendarDay, londonDay, longDate } from '@guardian/kernel';
import { type Clocks, clocks, factName } from '@guardian/waiting-times';
import { cancerCards, type ClockCard, earlierPeriods, rttCard, steps, testCard } from '../clock/clock-words';

export interface CaseClockCard extends ClockCard {
  /** Where the start comes from, and how sure it is. */
  readonly source?: string;
}

type Recorded = Pick<RecordedEvent<CaseEvent>, 'type' | 'data' | 'revision' | 'metadata'>;

/** What the clocks know of the case, in date order. */
export function factsOfCase(events: readonly Recorded[]): CaseFact[] {
  let known = noFacts;
  for (const { type, data, revision, metadata } of events) {
    known = withFactsOf(known, { type, data } as CaseEvent, revision, londonDay(new Date(metadata.recordedAt)));
  }
  return factsInOrder(known);
}

const CONFIDENCE = { confirmed: 'confirmed', reported: 'reported', estimated: 'an estimate' } as const;

/** Told of the fact that stands on the day of the start. */
function withSource(card: ClockCard, facts: readonly CaseFact[]): CaseClockCard {
  const started = card.rows.find(({ name }) => name === 'Started')?.text;
  const found = facts.find(({ fact }) => longDate(fact.date) === started);
  return found ? { ...card, source: `Start from: ${found.source} (${CONFIDENCE[found.confidence]}).` } : card;
}

/** Cards of the clocks that the case has; the RTT clock is always told, also that there is none. */
function cardsOf({ rtt, diagnostics, cancer }: Clocks, facts: readonly CaseFact[], asOf: CalendarDay): CaseClockCard[] {
  const cancers = cancerCards(cancer, asOf).filter(({ rows }) => rows.length > 0);
  return [rttCard(rtt, asOf), ...diagnostics.map((test) => testCard(test, asOf)), ...cancers].map((card) => withSource(card, facts));
}

/** Everything that the page "Clocks" of a case says. */
export function clocksOfCase(events: readonly Recorded[], asOf: CalendarDay) {
  const facts = factsOfCase(events);
  const read = clocks(
    facts.map(({ fact }) => fact),
    asOf,
  );
  return {
    asOf,
    cards: cardsOf(read, facts, asOf),
    earlier: earlierPeriods(read.rtt),
    steps: steps(read.explanation),
    warnings: read.warnings,
    facts: facts.map(({ fact, source, confidence }) => ({
      date: fact.date,
      name: factName(fact.event),
      source,
      confidence: CONFIDENCE[confidence],
    })),
  };
}

export interface Effect {
  readonly label: string;
  readonly before: string;
  readonly after: string;
  readonly changes: boolean;
}

/** Each clock now, and as it would read with one more event. */
export function effectOf(events: readonly Recorded[], next: Recorded, asOf: CalendarDay) {
  const [now, then] = [clocksOfCase(events, asOf), clocksOfCase([...events, next], asOf)];
  const labels = [...new Set([...now.cards, ...then.cards].map(({ label }) => label))];
  const words = (cards: readonly CaseClockCard[], label: string) => {
    const card = cards.find((one) => one.label === label);
    return card ? summary(card) : 'Does not apply';
  };
  const effects: Effect[] = labels.map((label) => {
    const [before, after] = [words(now.cards, label), words(then.cards, label)];
    return { label, before, after, changes: before !== after };
  });
  const known = new Set(now.steps.map(({ on, rule, text }) => `${on} ${rule} ${text}`));
  return {
    effects,
    changesNothing: effects.every(({ changes }) => !changes),
    because: then.steps.filter(({ on, rule, text }) => !known.has(`${on} ${rule} ${text}`)),
    warnings: then.warnings.filter((warning) => !now.warnings.includes(warning)),
  };
}

const TOLD: readonly string[] = ['Started', 'Stopped', 'Ended', 'Why it stopped', 'Waited', 'Days'];

/** "Running. Started 3 March 2025. Waited 38 days, 5 completed weeks." */
const summary = ({ state, rows }: ClockCard): string =>
  [state, ...rows.filter(({ name }) => TOLD.includes(name)).map(({ name, text }) => `${name === 'Days' ? 'Waited' : name} ${text}`)].join(
    '. ',
  ) + '.';

/** The day on which the clocks of a case are read: today, and for a closed case the day of its closing. */
export function readOn(events: readonly Recorded[], closed: boolean, today: CalendarDay): { asOf: CalendarDay; words: string } {
  const closing = closed ? events.findLast(({ type }) => type === 'CaseClosed') : undefined;
  const on = closing && 'on' in closing.data ? closing.data.on : undefined;
  return on
    ? { asOf: on, words: `As they stood when the case was closed, on ${longDate(on)}.` }
    : { asOf: today, words: `On ${longDate(today)}.` };
}
