import { caseloadReadModels } from '@guardian/caseload';
import { PostgresEventStore } from '@guardian/event-store';
import { type AnyReadModel, migrate, replay } from '@guardian/projections';
import type { Bench } from './bench';
import { benchCases, benchMigrations } from './bench-read-model';
import { writeCaseLog } from './case-log';
import { copyOut } from './copy';
import { short } from './report';
import { interleaved, median, rate, ratio } from './rounds';
import { withClient } from './server';

/** Goal 9: a read model built anew from the whole log and put in the place of the live one, beside COPY out of that log. */
export async function rebuild({ server, report, rounds, quick }: Bench): Promise<void> {
  report.heading('Rebuild of a read model, in events a second');
  const url = await server.database();
  await migrate(url, benchMigrations);
  const { events } = await writeCaseLog(url, quick ? 1_000 : 10_000, 40);
  const store = new PostgresEventStore({ connectionString: url });
  const [cases] = caseloadReadModels;
  if (!cases) throw new Error('no caseload read model');
  const build = (readModel: AnyReadModel) => () => rate(events, () => replay({ url, store, readModel }));
  const perSecond = await withClient(url, (client) =>
    interleaved(rounds, {
      bench: build(benchCases),
      caseload: build(cases),
      copy: () => rate(events, () => copyOut(client, 'select * from events order by position')),
    }),
  );
  await store.close();
  await server.drop(url);
  const { bench, caseload, copy } = perSecond;
  const beside = (ours: readonly number[]) => `${short(median(ours))} beside ${short(median(copy))}`;
  report.goal({ goal: 9, what: 'replay : COPY out of the log', measured: ratio(bench, copy), atLeast: 0.5, detail: beside(bench) });
  report.fact('the caseload (34 columns, 7 indexes) : the same', `${short(ratio(caseload, copy))}   ${beside(caseload)}`);
}
