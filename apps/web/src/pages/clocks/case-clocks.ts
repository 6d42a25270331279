// The national clocks of one case in words, and what a fact that is about to be recorded would do to them.
import { type CaseEvent, type CaseFact, factsInOrder, noFacts, withFactsOf } from '@guardian/casework/events';
import type { RecordedEvent } from '@guardian/event-store';
import { type CalendarDay, londonDay, longDate } from '@guardian/kernel';
import { type Clocks, clocks, factName } from '@guardian/waiting-times';
import { cancerCards, type ClockCard, earlierPeriods, rttCard, testCard, whyEach } from '../clock/clock-words';

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

const factOf = ({ fact }: CaseFact) => fact;
const startOf = (cards: readonly ClockCard[], label: string): string | undefined =>
  cards.find((card) => card.label === label)?.rows.find(({ name }) => name === 'Started')?.text;

/** Cards of the clocks that the case has; the RTT clock is always told, also that there is none. */
function plainCards({ rtt, diagnostics, cancer }: Clocks, asOf: CalendarDay): ClockCard[] {
  const cancers = cancerCards(cancer, asOf).filter(({ rows }) => rows.length > 0);
  return [rttCard(rtt, asOf), ...diagnostics.map((test) => testCard(test, asOf)), ...cancers];
}

/** With where each start comes from: of all that happened on that day, the fact without which the clock would start otherwise. */
function cardsOf(read: Clocks, facts: readonly CaseFact[], asOf: CalendarDay): CaseClockCard[] {
  const cards = plainCards(read, asOf);
  return cards.map((card) => {
    const start = startOf(cards, card.label);
    const thatDay = facts.filter(({ fact }) => longDate(fact.date) === start);
    const decides = (one: CaseFact) => {
      const others = facts.filter((other) => other !== one).map(factOf);
      return startOf(plainCards(clocks(others, asOf), asOf), card.label) !== start;
    };
    const found = thatDay.find(decides) ?? thatDay[0];
    return found ? { ...card, source: `Start from: ${found.source} (${CONFIDENCE[found.confidence]}).` } : card;
  });
}

/** Everything that the page "Clocks" of a case says. */
export function clocksOfCase(events: readonly Recorded[], asOf: CalendarDay) {
  const facts = factsOfCase(events);
  const read = clocks(facts.map(factOf), asOf);
  return {
    asOf,
    cards: cardsOf(read, facts, asOf),
    earlier: earlierPeriods(read.rtt),
    why: whyEach(read.explanation),
    warnings: read.warnings,
    facts: facts.map(({ fact, source, confidence }) => ({
      date: fact.date,
      name: factName(fact.event),
      later: fact.date > asOf,
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
  const effects: Effect[] = labels.map((label) => {
    const [before, after] = [now, then].map(({ cards }) => cards.find((card) => card.label === label));
    return {
      label,
      before: summary(before, after, false),
      after: summary(after, before, true),
      changes: JSON.stringify(before) !== JSON.stringify(after),
    };
  });
  const known = new Set(now.why.flatMap(({ id, steps }) => steps.map((step) => JSON.stringify([id, step]))));
  return {
    effects,
    changesNothing: effects.every(({ changes }) => !changes),
    because: then.why.flatMap(({ id, steps, ...words }) => {
      const news = steps.filter((step) => !known.has(JSON.stringify([id, step])));
      return news.length > 0 ? [{ id, ...words, steps: news }] : [];
    }),
    warnings: then.warnings.filter((warning) => !now.warnings.includes(warning)),
  };
}

const TOLD: readonly string[] = ['Started', 'Stopped', 'Ended', 'Why it stopped', 'Waited', 'Days'];

/** "Running. Started 3 March 2025. Waited 38 days, 5 completed weeks.", and whatever else the other reading says otherwise. */
function summary(card: CaseClockCard | undefined, other: CaseClockCard | undefined, isAfter: boolean): string {
  if (!card) return 'Does not apply';
  const lines = ({ rows, limits }: ClockCard) => [
    ...rows.map(({ name, text }) => ({ name, words: `${name === 'Days' ? 'Waited' : name} ${text}` })),
    ...limits.map(({ name, last }) => ({ name, words: `Limit of ${name}: last day ${longDate(last)}` })),
  ];
  const same = new Set(other ? lines(other).map(({ words }) => words) : []);
  const named = new Set(other ? lines(other).map(({ name }) => name) : []);
  const isNews = (name: string, words: string) => name !== 'Parts of the return' && !same.has(words) && (isAfter || named.has(name));
  const told = lines(card).filter(({ name, words }) => TOLD.includes(name) || (other && isNews(name, words)));
  const source = card.source && card.source !== other?.source ? [card.source.replace(/\.$/, '')] : [];
  return [card.state, ...told.map(({ words }) => words), ...source].join('. ') + '.';
}

/** The day on which the clocks of a case are read: today, and for a closed case the day of its closing. */
export function readOn(events: readonly Recorded[], closed: boolean, today: CalendarDay): { asOf: CalendarDay; words: string } {
  const closing = closed ? events.findLast(({ type }) => type === 'CaseClosed' || type === 'CaseLinkedAsDuplicate') : undefined;
  const on = closing && ('on' in closing.data ? closing.data.on : londonDay(new Date(closing.metadata.recordedAt)));
  return on
    ? { asOf: on, words: `As they stood when the case was closed, on ${longDate(on)}.` }
    : { asOf: today, words: `On ${longDate(today)}.` };
}
