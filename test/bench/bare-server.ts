// The limit: node:http, `pg` with prepared statements and template literals, asking the database what Guardian's web process asks it for
// the first page of a caseload: `bare-server.js <url> <that page of Guardian>`.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ListedCase } from '@guardian/caseload';
import { systemClock, today } from '@guardian/kernel';
import { shippedDefinitions } from '@guardian/pathways';
import { Pool } from 'pg';
import { CASES_WITH_PATIENTS, LISTED } from '../../libs/caseload/src/listed-case';
import { daysAsText } from '../../libs/projections/src/connections';
import { bareListPage, type Known } from './bare-page';
import { tellCpu } from './tell-cpu';

// Days as text, as Guardian reads them: to make a Date of each and to print it again would cost more than the row.
const pool = new Pool({ connectionString: process.argv[2] ?? '', max: 10, types: daysAsText });

const query = async <Row extends object>(name: string, text: string, values: readonly unknown[] = []): Promise<Row[]> =>
  (await pool.query<Row>({ name, text, values: [...values] })).rows;

const WHERE = `where c.place_code = $1 and c.step <> 'closed'`;
const ORDER = 'order by c.referred_on asc, c.case_id asc';

async function list(): Promise<{ cases: ListedCase[]; total: number }> {
  await query(
    'session',
    `select s.session::text as content, s.expires_at < now() + make_interval(secs => $3) as renew, a.id, a.name, a.role, a.organisation,
       a.scope_kind as "scopeKind", a.scope_code as "scopeCode"
       from web_session s left join account a on a.id = s.user_id and a.starts <= now() and (a.ends is null or a.ends > now())
      where s.sid = $1 and s.expires_at > now() and s.created_at > now() - make_interval(hours => $2)`,
    ['bench', 12, 1_740],
  );
  const [cases, counted] = await Promise.all([
    query<ListedCase>(
      'page',
      `with page as materialized (select c.case_id from caseload_case c ${WHERE} ${ORDER} limit 25 offset 0)
       select ${LISTED} from ${CASES_WITH_PATIENTS} where c.case_id in (select case_id from page) ${ORDER}`,
      ['southend'],
    ),
    query<{ total: number }>('count', `select count(*)::int as total from caseload_case c ${WHERE}`, ['southend']),
  ]);
  return { cases, total: counted[0]?.total ?? 0 };
}

/** Read once: Guardian remembers names and targets as well. */
async function knownBefore(): Promise<Known> {
  const practices = await query<{ code: string; name: string }>('practices', 'select code, name from practice');
  const definitions = shippedDefinitions();
  const kneePain = definitions.find(({ id }) => id === 'knee-pain');
  return {
    practices: new Map(practices.map(({ code, name }) => [code, name])),
    pathways: new Map(definitions.map(({ id, name }) => [id, name])),
    targetDays: Object.fromEntries(Object.entries(kneePain?.steps ?? {}).map(([step, { targetDays }]) => [step, targetDays])),
    today: today(systemClock),
  };
}

async function main(page: string): Promise<void> {
  const known = await knownBefore();
  const html = bareListPage(page);
  const answer = async (url: string | undefined): Promise<{ type: string; body: string }> => {
    const { cases, total } = await list();
    return url?.startsWith('/api/')
      ? { type: 'application/json', body: JSON.stringify({ page: 1, size: 25, cases, total }) }
      : { type: 'text/html; charset=utf-8', body: html(cases, total, known) };
  };
  const server = createServer((request, response) => {
    answer(request.url).then(
      ({ type, body }) => response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  server.listen(0, '127.0.0.1', () => tellCpu(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
}

void main(process.argv[3] ?? '');
