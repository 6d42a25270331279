import { aggregateFilter, type Scope } from '@guardian/access';
import { subIcbOfPlace } from '@guardian/directory';
import { addDays, type CalendarDay } from '@guardian/kernel';
import type { Dm01Test, Fact } from '@guardian/waiting-times';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { casesToCount, countsOf, type Known, knownCase } from './cases-to-count';
import { centralChecks, type Check, monthEnd, type RttCount, type RttPart, SIX_WEEKS, tallyKey, THIRTEEN_WEEKS } from './month-end';
import { type RttFunction } from './treatment-functions';

export interface RttLine {
  readonly part: RttPart;
  readonly function: RttFunction;
  /** Sub-ICB location of the practice by national code, or NONC for a patient commissioned outside England (RTT-M11). */
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
    for await (const page of casesToCount(this.database, aggregateFilter(scope))) {
      for (const row of page) {
        const of = knownCase(row, end, known);
        if (!of) continue;
        cases += 1;
        const commissioner = isCommissionedElsewhere(of.facts) ? 'NONC' : (subIcbOfPlace(row.placeCode) ?? row.placeCode);
        const counts = countsOf(of, end);
        for (const count of counts.rtt) {
          addTo(now, count);
          rtt.add([count.part, count.function, commissioner, count.band]);
        }
        for (const count of countsOf(of, before).rtt) addTo(last, count);
        for (const { test, kind, of: band, days } of counts.dm01) {
          dm01.add([test, kind, band]);
          if (days === null || days < SIX_WEEKS) continue;
          const counted = over.get(test) ?? { sixWeeks: 0, thirteenWeeks: 0 };
          over.set(test, { sixWeeks: counted.sixWeeks + 1, thirteenWeeks: counted.thirteenWeeks + (days >= THIRTEEN_WEEKS ? 1 : 0) });
        }
      }
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
}

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
