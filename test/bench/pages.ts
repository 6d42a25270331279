import { loadReferenceData } from '../../apps/cli/src/reference-data';
import type { Bench } from './bench';
import { fillCaseload, type Practice } from './caseload-rows';
import { writeCaseLog } from './case-log';
import { short } from './report';
import { median, percentile, timed } from './rounds';
import { withClient } from './server';
import { logIn, startServer } from './web-process';
import { underWay } from './worklist';
import { benchLog } from './log';

const OPEN_CASES = 20_000;
/** Cases with events of their own, so that their pages can be opened, and how many each has. */
const [WRITTEN, EVENTS] = [100, 40];

/** Goal 23: what a coordinator waits for over HTTP, one request after the other, in a place of 20,000 open cases. */
export async function pages({ server, report, rounds, quick }: Bench): Promise<void> {
  report.heading(`Pages of a coordinator over HTTP, ${short(OPEN_CASES)} open cases in one place`);
  const url = await server.database();
  await loadReferenceData(benchLog(url));
  await writeCaseLog(url, WRITTEN, EVENTS);
  const references = await withClient(url, async (client) => {
    const practices = await client.query<Practice>(
      `select p.code, m.pcn_code as pcn, p.place_code as place from practice p join practice_pcn m on m.practice_code = p.code
        where p.place_code = 'southend' order by p.code`,
    );
    await fillCaseload(client, Math.ceil((OPEN_CASES * 12) / 11), practices.rows);
    await underWay(client);
    const written = await client.query<{ reference: string }>(
      `update caseload_case c set case_id = e.stream_id from
         (select stream_id, row_number() over (order by stream_id) as n from events where category = 'case' and revision = 1) e,
         (select case_id, row_number() over (order by case_id) as n from caseload_case where step <> 'closed' limit $1) r
        where r.n = e.n and c.case_id = r.case_id returning c.reference`,
      [WRITTEN],
    );
    if (written.rows.length !== WRITTEN) throw new Error(`${written.rows.length} of ${WRITTEN} cases have events`);
    return written.rows.map(({ reference }) => reference);
  });
  const web = await startServer('guardian', url);
  try {
    const cookie = await logIn(web.address);
    const open = async (path: string, expected: string): Promise<void> => {
      const answer = await fetch(web.address + path, { headers: { cookie } });
      const text = await answer.text();
      if (answer.status !== 200 || !text.includes(expected)) throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 300)}`);
    };
    const times = quick ? 10 : 20 * rounds;
    const measure = async (goal: number, what: string, atMost: number, ask: (n: number) => Promise<void>): Promise<void> => {
      await ask(0);
      const taken: number[] = [];
      for (let n = 0; n < times; n++) taken.push(await timed(() => ask(n)));
      report.goal({
        ...{ goal, what: `${what}: 95 in 100, ms`, atMost, measured: percentile(taken, 0.95) },
        detail: `median ${short(median(taken))} ms, ${times} requests`,
      });
    };
    await measure(23, '/worklist/team', 300, () => open('/worklist/team', 'Do this'));
    await measure(23, `case page of ${EVENTS} events`, 250, (n) => {
      const reference = references[n % references.length] ?? '';
      return open(`/cases/${reference}`, reference);
    });
  } finally {
    await web.stop();
  }
  await server.drop(url);
}
