// The same test twice: results of this patient that still serve, and tests that are under way in another case.
import { CasesOfPatients } from '@guardian/caseload';
import { outstandingItems, Records } from '@guardian/casework';
import { addDays, type CalendarDay } from '@guardian/kernel';
import { type PathwayDefinition, PathwayDefinitions } from '@guardian/pathways';
import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { OpenedCase } from '../case/case-desk';
import { listedTests, type ListedTest } from './test-list';

export interface FoundResult {
  /** Of the case that it comes from. */
  readonly reference: string;
  readonly testId: string;
  readonly test: string;
  readonly name: string;
  readonly on: CalendarDay;
  readonly site: string;
  readonly outcome: string;
  readonly summary: string;
  readonly reviewed: boolean;
  /** The agreed item that waits for it; null where none does. */
  readonly item: string | null;
}

export interface FoundOrder {
  readonly reference: string;
  readonly test: string;
  readonly name: string;
  readonly status: string;
  readonly orderedOn: CalendarDay;
}

export interface TestsThere {
  /** The newest first. */
  readonly results: readonly FoundResult[];
  readonly underWay: readonly FoundOrder[];
}

interface Source {
  readonly reference: string;
  readonly tests: readonly Pick<
    ListedTest,
    'testId' | 'test' | 'name' | 'status' | 'performedOn' | 'orderedOn' | 'site' | 'result' | 'review'
  >[];
}

const UNDER_WAY: readonly ListedTest['status'][] = ['ordered', 'booked', 'to-rebook', 'performed'];

/** `waiting`: codes of agreed items that are outstanding in this case. A result serves for as long as this pathway lets its evidence. */
export function testsThere(
  { tests, workup }: Pick<PathwayDefinition, 'tests' | 'workup'>,
  waiting: readonly string[],
  sources: readonly Source[],
  today: CalendarDay,
): TestsThere {
  const results = sources.flatMap(({ reference, tests: all }) =>
    all.flatMap(({ testId, test, name, performedOn, site, result, review }): FoundResult[] => {
      const item = workup.find(({ testCode }) => testCode === test);
      if (!item || !result || !performedOn) return [];
      if (item.evidenceDays !== null && addDays(performedOn, item.evidenceDays) < today) return [];
      const found = { reference, testId, test, name, on: performedOn, site, ...result, reviewed: review !== null };
      return [{ ...found, item: waiting.includes(item.code) ? item.code : null }];
    }),
  );
  const underWay = sources.flatMap(({ reference, tests: all }) =>
    all
      .filter(({ test, status }) => UNDER_WAY.includes(status) && tests.some(({ code }) => code === test))
      .map(({ test, name, status, orderedOn }) => ({ reference, test, name, status: status.replace('-', ' '), orderedOn })),
  );
  return { results: results.sort((a, b) => (a.on < b.on ? 1 : -1)), underWay };
}

/** Looks through the other cases of the same person, under all their records, that somebody may open. */
@Injectable()
export class TestsElsewhere {
  constructor(
    private readonly queries: QueryBus,
    private readonly records: Records,
    private readonly definitions: PathwayDefinitions,
  ) {}

  async of({ user, row, state, caseId }: OpenedCase, today: CalendarDay): Promise<TestsThere> {
    const { linkedTo } = await this.records.patient(row.patientId);
    const [definition, cases] = await Promise.all([
      this.definitions.get(row.pathwayId, row.pathwayVersion),
      this.queries.execute(new CasesOfPatients(user.scope, [row.patientId, ...linkedTo])),
    ]);
    const sources = await Promise.all(
      cases
        .filter((one) => one.caseId !== caseId)
        .map(async ({ caseId: id, reference }) => ({ reference, tests: listedTests(await this.records.case(id), today) })),
    );
    const waiting = outstandingItems(state).map(({ code }) => code);
    return testsThere(definition, waiting, sources, today);
  }
}
