import { aggregateFilter, type Scope } from '@guardian/access';
import { type CaseFacts, factsInOrder } from '@guardian/casework/events';
import { addDays, type CalendarDay } from '@guardian/kernel';
import { readRows } from '@guardian/projections';
import { clocks, type Dm01Test, type Fact } from '@guardian/waiting-times';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { centralChecks, type Check, dm01Counts, monthEnd, rttCounts, type RttCount, type RttPart, tallyKey } from './month-end';
import { type RttFunction } from './treatment-functions';

/** Facts known on the last day of the month, or all that are known now. */
export type Known = 'then' | 'now';

export interface RttLine {
  readonly part: RttPart;
  readonly function: RttFunction;
  /** Place of the practice, or NONC for a patient commissioned outside England (RTT-M11). */
  readonly commissioner: string;
  readonly band: string;
  readonly pathways: number;
}

export interface Dm01Line {
  readonly test: Dm01Test;
  readonly kind: 'waiting' | 'activity';
  readonly of: string;
  readonly patients: number;
}

export interface MonthEndView {
  readonly end: CalendarDay;
  readonly known: Known;
  readonly rtt: readonly RttLine[];
  readonly dm01: readonly Dm01Line[];
  /** Waiting six weeks (42 days) and more, thirteen (91) and more, by test. */
  readonly over: readonly { readonly test: Dm01Test; readonly sixWeeks: number; readonly thirteenWeeks: number }[];
  readonly checks: readonly Check[];
  readonly cases: number;
}

/** The RTT and diagnostics returns of one month, `2026-07`. */
export class StatutoryReturns extends Query<MonthEndView> {
  constructor(
    readonly scope: Scope,
    readonly month: string,
    readonly known: Known,
    /** Told now and then how many cases are counted. */
    readonly onCases: (cases: number) => void = () => undefined,
  ) {
    super();
  }
}

interface CaseToCount {
  readonly caseId: string;
  readonly closedOn: CalendarDay | null;
  readonly closeReason: string | null;
  readonly specialty: string;
  readonly placeCode: string;
  readonly facts: CaseFacts;
}

const A_PAGE = 1_000;
/** Cases that were none: a mistake, or followed under another one. */
const NOT_CASES: readonly (string | null)[] = ['entered-in-error', 'duplicate'];

@QueryHandler(StatutoryReturns)
export class StatutoryReturnsHandler implements IQueryHandler<StatutoryReturns> {
  constructor(private readonly database: DataSource) {}

  async execute({ scope, month, known, onCases }: StatutoryReturns): Promise<MonthEndView> {
    const end = monthEnd(month);
    if (!end) throw new RangeError(`not a month: ${month}`);
    const before = addDays(`${month}-01` as CalendarDay, -1);
    const rtt = new Tally();
    const dm01 = new Tally();
    const [now, last] = [new Map<string, number>(), new Map<string, number>()];
    const over = new Map<Dm01Test, { sixWeeks: number; thirteenWeeks: number }>();
    let cases = 0;
    for await (const page of this.pages(scope)) {
      for (const row of page) {
        const facts = factsInOrder(row.facts, known === 'then' ? end : undefined).map(({ fact }) => fact);
        const followed = (on: CalendarDay) => row.closedOn === null || row.closedOn > on;
        const commissioner = isCommissionedElsewhere(facts) ? 'NONC' : row.placeCode;
        const read = clocks(facts, end);
        for (const count of rttCounts(read, row.specialty, followed(end))) {
          addTo(now, count);
          rtt.add([count.part, count.function, commissioner, count.band]);
        }
        for (const count of rttCounts(clocks(facts, before), row.specialty, followed(before))) addTo(last, count);
        for (const { test, kind, of, days } of dm01Counts(read, end, followed(end))) {
          dm01.add([test, kind, of]);
          if (days === null || days < SIX_WEEKS) continue;
          const counted = over.get(test) ?? { sixWeeks: 0, thirteenWeeks: 0 };
          over.set(test, { sixWeeks: counted.sixWeeks + 1, thirteenWeeks: counted.thirteenWeeks + (days >= THIRTEEN_WEEKS ? 1 : 0) });
        }
      }
      cases += page.length;
      onCases(cases);
    }
    return {
      end,
      known,
      rtt: rtt.lines.map(([[part, code, commissioner, band], pathways]) => ({
        part: part as RttPart,
        function: code as RttFunction,
        commissioner: commissioner ?? '',
        band: band ?? '',
        pathways,
      })),
      dm01: dm01.lines.map(([[test, kind, of], patients]) => ({
        test: test as Dm01Test,
        kind: kind as Dm01Line['kind'],
        of: of ?? '',
        patients,
      })),
      over: [...over].map(([test, counted]) => ({ test, ...counted })),
      checks: centralChecks(now, last),
      cases,
    };
  }

  /** A thousand cases at a time, so that memory does not grow with their number. */
  private async *pages(scope: Scope): AsyncGenerator<CaseToCount[]> {
    const filter = aggregateFilter(scope);
    const within = filter ? `and ${filter.column} = $2` : '';
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const page: CaseToCount[] = await readRows<CaseToCount>(
        this.database,
        `select case_id as "caseId", closed_on as "closedOn", close_reason as "closeReason", specialty,
                place_code as "placeCode", facts
           from oversight_clock_case where case_id > $1 ${within} order by case_id limit ${A_PAGE}`,
        [after, ...(filter ? [filter.value] : [])],
      );
      const last = page.at(-1);
      if (!last) return;
      yield page.filter(({ closeReason }) => !NOT_CASES.includes(closeReason));
      after = last.caseId;
    }
  }
}

const SIX_WEEKS = 42;
const THIRTEEN_WEEKS = 91;

/** Until responsibility moves to England, if it does. */
function isCommissionedElsewhere(facts: readonly Fact[]): boolean {
  const said = facts.findLast(
    (fact) => fact['commissioner_country'] !== undefined || fact.event === 'commissioner_responsibility_moves_to_england',
  );
  return said !== undefined && said['commissioner_country'] !== undefined && said['commissioner_country'] !== 'England';
}

const addTo = (tally: Map<string, number>, count: RttCount): void => {
  const key = tallyKey(count);
  tally.set(key, (tally.get(key) ?? 0) + 1);
};

/** Counts by several words at once, in the order of the words. */
class Tally {
  private readonly counts = new Map<string, number>();

  add(words: readonly string[]): void {
    const key = JSON.stringify(words);
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  get lines(): (readonly [words: readonly string[], count: number])[] {
    return [...this.counts]
      .map(([key, count]) => [JSON.parse(key) as string[], count] as const)
      .sort(([a], [b]) => a.join(' ').localeCompare(b.join(' '), 'en-GB', { numeric: true }));
  }
}
