import { CaseList, type CaseListView } from '@guardian/caseload';
import { InMemoryEventStore, StreamRunner } from '@guardian/event-store';
import { day, systemClock } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import { readDatabase } from '@guardian/projections';
import { DataSource } from 'typeorm';
import { CaseListHandler } from '../../libs/caseload/src/case-list';
import type { Bench } from './bench';
import { fillCaseload, type Practice } from './caseload-rows';
import { short } from './report';
import { interleaved, median, percentile, ratio } from './rounds';
import { withClient } from './server';

/** About as many open cases as a PCN has. */
const CASES_A_PCN = 5_000;
const PRACTICES_A_PCN = 7;
const TODAY = day('2026-11-20');

/** Goal 11: a page of 25 and the count of the list, as the caseload page asks for them, one PCN after the other. */
export async function caseloadLists({ server, report, rounds, quick }: Bench): Promise<void> {
  report.heading('Caseload of a PCN: a page of 25 with its patients, and the count');
  const [few, many] = await Promise.all(
    (quick ? [20_000, 40_000] : [200_000, 2_000_000]).map(async (cases) => filled(await server.database(), cases)),
  );
  if (!few || !many) return;
  const samples = { first: [] as number[], page40: [] as number[], manyFirst: [] as number[], manyPage40: [] as number[] };
  const times = quick ? 20 : 300;
  const sampled = (into: number[], list: Lists, page: number) => async (): Promise<number> => {
    const taken: number[] = [];
    for (let n = 0; n < times; n++) taken.push(await list.open(n, page));
    into.push(...taken);
    return median(taken);
  };
  const medians = await interleaved(rounds, {
    first: sampled(samples.first, few, 1),
    page40: sampled(samples.page40, few, 40),
    manyFirst: sampled(samples.manyFirst, many, 1),
    manyPage40: sampled(samples.manyPage40, many, 40),
  });
  for (const lists of [few, many]) {
    await lists.close();
    await server.drop(lists.url);
  }
  const p99 = (of: readonly number[]) => percentile(of, 0.99);
  const ms = (of: readonly number[]) => `${short(median(of))} ms, 99 in 100 within ${short(p99(of))} ms`;
  report.fact(`${short(few.cases)} cases, page 1`, ms(samples.first));
  report.fact(`${short(few.cases)} cases, page 40`, ms(samples.page40));
  const named = `${short(many.cases)} cases`;
  report.goal({
    goal: 11,
    what: `${named}, page 1: 99 in 100, ms`,
    measured: p99(samples.manyFirst),
    atMost: 15,
    detail: ms(samples.manyFirst),
  });
  const exponent = Math.log(ratio(medians.manyFirst, medians.first)) / Math.log(many.cases / few.cases);
  report.goal({
    goal: 11,
    what: 'growth exponent of page 1',
    measured: exponent,
    atMost: 0.3,
    detail: 'of the median, between the two sizes',
  });
  const slower = ratio(medians.manyPage40, medians.manyFirst);
  report.goal({ goal: 11, what: `${named}, page 40 : page 1`, measured: slower, atMost: 1.5, detail: ms(samples.manyPage40) });
}

interface Lists {
  readonly url: string;
  readonly cases: number;
  /** Milliseconds. */
  open(pcn: number, page: number): Promise<number>;
  close(): Promise<void>;
}

async function filled(url: string, cases: number): Promise<Lists> {
  const pcns = cases / CASES_A_PCN;
  const practices = Array.from({ length: pcns * PRACTICES_A_PCN }, (_, n): Practice => {
    const pcn = Math.floor(n / PRACTICES_A_PCN);
    return { code: `P${n}`, pcn: `pcn-${pcn}`, place: `place-${Math.floor(pcn / 5)}` };
  });
  await withClient(url, (client) => fillCaseload(client, cases, practices));
  const source = await new DataSource(readDatabase({ url, entities: [] })).initialize();
  const handler = new CaseListHandler(source, new PathwayDefinitions(new StreamRunner(new InMemoryEventStore(), systemClock)));
  return {
    url,
    cases,
    open: async (n, page) => {
      const scope = { kind: 'pcn', code: `pcn-${(n * 7) % pcns}`, mayReadPatients: true } as const;
      const began = performance.now();
      const view: CaseListView = await handler.execute(new CaseList(scope, {}, TODAY, 'wait', false, page));
      const took = performance.now() - began;
      if (view.cases.length !== 25) throw new Error(`page ${page} of ${scope.code} has ${view.cases.length} rows of ${view.total}`);
      return took;
    },
    close: () => source.destroy(),
  };
}
