import { createHash } from 'node:crypto';
import { StoreUnavailable } from '@guardian/event-store';
import { Pool, type QueryConfig, type QueryResult, type QueryResultRow } from 'pg';

/** Hours after which a session ends, however busy. */
const ABSOLUTE_HOURS = 12;

/** A session that did not change is written again only after this long: a page request then costs no write. */
const REWRITE_MS = 60_000;
const REMEMBERED = 10_000;

const hashed = (id: string): string => createHash('sha256').update(id).digest('base64url');

/** Sessions in PostgreSQL: revocable, and gone `idleMs` after the last request, to the minute. Throws StoreUnavailable. Owns its small pool; `close` it. */
export class WebSessions {
  private readonly pool: Pool;
  private readonly written = new Map<string, { content: string; at: number }>();

  constructor(
    databaseUrl: string,
    readonly idleMs: number,
  ) {
    this.pool = new Pool({ connectionString: databaseUrl, max: 4, application_name: 'guardian-sessions', connectionTimeoutMillis: 5_000 });
    // Without a listener a database restart, seen by an idle connection, would end the process.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  async get(id: string): Promise<object | undefined> {
    const found = await this.query<{ session: object }>({
      name: 'web-session-get',
      text: `select session from web_session
             where sid = $1 and expires_at > now() and created_at > now() - make_interval(hours => $2)`,
      values: [hashed(id), ABSOLUTE_HOURS],
    });
    return found.rows[0]?.session;
  }

  /** The time of the last request is kept to the minute. */
  async set(id: string, session: object, userId: string | undefined): Promise<void> {
    const sid = hashed(id);
    const content = JSON.stringify({ ...session, cookie: undefined });
    const last = this.written.get(sid);
    if (last?.content === content && performance.now() - last.at < REWRITE_MS) return;
    await this.query({
      name: 'web-session-set',
      text: `insert into web_session (sid, session, user_id, expires_at) values ($1, $2, $3, now() + make_interval(secs => $4))
             on conflict (sid) do update set session = excluded.session, user_id = excluded.user_id, expires_at = excluded.expires_at`,
      values: [sid, JSON.stringify(session), userId, this.idleMs / 1000],
    });
    if (this.written.size >= REMEMBERED) this.written.clear();
    this.written.set(sid, { content, at: performance.now() });
  }

  /** Ends this session, and clears away those that have run out. */
  async remove(id: string): Promise<void> {
    this.written.delete(hashed(id));
    await this.query({ text: 'delete from web_session where sid = $1 or expires_at < now()', values: [hashed(id)] });
  }

  /** Resolves when the database answers. */
  async ping(): Promise<void> {
    await this.query({ text: 'select 1' });
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private query<Row extends QueryResultRow>(query: QueryConfig): Promise<QueryResult<Row>> {
    return this.pool.query<Row>(query).catch((error: unknown) => {
      throw new StoreUnavailable(error);
    });
  }
}
