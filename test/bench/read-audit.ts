import { randomUUID } from 'node:crypto';
import { type Look, ReadAudit } from '@guardian/access';
import { loadReferenceData } from '../../apps/cli/src/reference-data';
import type { Bench } from './bench';
import { fillCaseload, type Practice } from './caseload-rows';
import { short } from './report';
import { load } from './requests';
import { interleaved, median, percentile, ratio, timed } from './rounds';
import { withClient } from './server';
import { logIn, pageOf, startServer, UNAUDITED, type WebProcess } from './web-process';
import { benchLog } from './log';

/** Lists of 25 that were shown before: five million looks at a patient, one of whom stands on every tenth list. */
const LISTS = 200_000;
const PATIENTS = 100_000;
const CASES = 20_000;
const patient = (n: number): string => `00000000-0000-8000-a000-${n.toString(16).padStart(12, '0')}`;

/** Goal 24: what it costs a request to write down whom it shows, and how long it takes to find who saw one of five million. */
export async function readAudit({ server, report, rounds, quick }: Bench): Promise<void> {
  const lists = quick ? LISTS / 50 : LISTS;
  report.heading(`Read audit: ${short(lists * 25)} looks at a patient before`);
  const url = await server.database();
  const bytes = await withClient(url, async (client) => {
    await client.query('drop index read_audit_patients');
    await client.query(
      `insert into read_audit (at, user_id, user_name, role, organisation, patients, purpose, action, method, route, status, from_address, request_id)
       select timestamptz '2026-01-01' + n * interval '1 minute', 'u' || n % 200, 'Person ' || n % 200, 'coordinator', 'Guardian team',
         array(select ('00000000-0000-8000-a000-' || lpad(to_hex(case when k = 1 and n % 10 = 0 then 0 else (n * 7919 + k * 104729) % $2 end), 12, '0'))::uuid
               from generate_series(1, 25) k),
         'direct-care', 'shown', 'GET', '/cases', 200, '10.0.0.7', gen_random_uuid()
       from generate_series(1, $1::bigint) n`,
      [lists, PATIENTS],
    );
    await client.query('create index read_audit_patients on read_audit using gin (patients)');
    await client.query('vacuum analyze read_audit');
    const size = await client.query<{ bytes: string }>(`select pg_total_relation_size('read_audit') as bytes`);
    return Number(size.rows[0]?.bytes);
  });
  report.fact('on disk, indexes too', `${short(bytes / lists)} bytes a list of 25, ${short(bytes / lists / 25)} a look`);

  const audit = new ReadAudit(url);
  const times = quick ? 50 : 200 * rounds;
  const write = async (count: number, atMost: number): Promise<void> => {
    const taken: number[] = [];
    for (let n = 0; n < times; n++) {
      const patientIds = Array.from({ length: count }, (_, k) => patient((n * 613 + k * 31) % PATIENTS));
      taken.push(await timed(() => audit.record({ ...LOOK, patientIds, requestId: randomUUID() })));
    }
    report.goal({
      ...{ goal: 24, what: `to write down ${count} of them: 95 in 100, ms`, atMost, measured: percentile(taken, 0.95) },
      detail: `median ${short(median(taken))} ms, most ${short(Math.max(...taken))} ms`,
    });
  };
  await write(1, 5);
  await write(50, 25);
  const [often, seldom] = [await timed(() => audit.looksAt(patient(0), 1, 50)), await timed(() => audit.looksAt(patient(17), 1, 50))];
  report.goal({
    ...{ goal: 24, what: 'who saw the patient of most lists, ms', atMost: 5_000, measured: often },
    detail: `seen ${short(lists / 10)} times; another one in ${short(seldom)} ms`,
  });
  const asked = { from: '2026-03-01', to: '2026-03-31', patientId: patient(0) } as Parameters<ReadAudit['looks']>[0];
  report.fact('a month of the same patient, newest first', `${short(await timed(() => audit.looks(asked, 1, 50)))} ms`);
  await audit.close();
  await server.drop(url);
  await requestsWithAndWithout({ server, report, rounds, quick });
}

const LOOK: Look = {
  at: new Date('2026-11-20T09:00:00Z'),
  by: { id: 'bench', name: 'Bench', role: 'coordinator', organisation: 'Guardian team' },
  patientIds: [],
  ...{ purpose: 'direct-care', action: 'shown', method: 'GET', route: '/cases', status: 200, from: '10.0.0.7', requestId: '' },
};

/**
 * The same page for two coordinators of one place; of the second one the server writes nothing down. And from a server that reads patients
 * without the second wall besides.
 */
async function requestsWithAndWithout({ server, report, rounds, quick }: Bench): Promise<void> {
  const url = await server.database();
  await loadReferenceData(benchLog(url));
  await withClient(url, async (client) => {
    const practices = await client.query<Practice>(
      `select p.code, m.pcn_code as pcn, p.place_code as place from practice p join practice_pcn m on m.practice_code = p.code order by p.code`,
    );
    await fillCaseload(client, CASES, practices.rows);
  });
  const web = await startServer('guardian', url);
  const open = await startServer('guardian', url, 'without-wall');
  const [audited, unaudited, neither] = [
    await logIn(web.address),
    await logIn(web.address, UNAUDITED),
    await logIn(open.address, UNAUDITED),
  ];
  const count = quick ? 100 : 1_000;
  const cost = (of: WebProcess, cookie: string) => async (): Promise<number> => {
    const before = await of.cpu();
    await load(`${of.address}/cases`, cookie, count);
    return ((await of.cpu()) - before) / count;
  };
  const variants = { audited: cost(web, audited), unaudited: cost(web, unaudited), neither: cost(open, neither) };
  await interleaved(1, variants); // templates and code warm
  const cpu = await interleaved(rounds, variants);
  const [withIt, without, withNeither]: [number[], number[], number[]] = [[], [], []];
  for (let n = 0; n < count / 2; n++) {
    withIt.push(await timed(() => pageOf(web.address, audited)));
    without.push(await timed(() => pageOf(web.address, unaudited)));
    withNeither.push(await timed(() => pageOf(open.address, neither)));
  }
  await Promise.all([web.stop(), open.stop()]);
  await server.drop(url);
  report.goal({
    ...{ goal: 24, what: 'CPU of a list of 25 : the same, not written down', atMost: 1.25, measured: ratio(cpu.audited, cpu.unaudited) },
    detail: `${short(median(cpu.audited))} beside ${short(median(cpu.unaudited))} µs`,
  });
  report.goal({
    ...{ goal: 25, what: 'CPU of it : without second wall and read audit', atMost: 1.5, measured: ratio(cpu.audited, cpu.neither) },
    detail: `${short(median(cpu.audited))} beside ${short(median(cpu.neither))} µs; the wall alone ${short(ratio(cpu.unaudited, cpu.neither))}`,
  });
  report.goal({
    ...{ goal: 25, what: 'how long it takes : without them', atMost: 1.5, measured: median(withIt) / median(withNeither) },
    detail: `median ${short(median(withIt))} beside ${short(median(withNeither))} ms`,
  });
  const told = (taken: number[]): string => `median ${short(median(taken))}, 95 in 100 ${short(percentile(taken, 0.95))} ms`;
  report.fact('one after the other, how long it takes', `${told(withIt)}; not written down ${told(without)}`);
}
