import { createHmac } from 'node:crypto';
import { StoreUnavailable } from '@guardian/event-store';
import { Pool, type QueryConfig, type QueryResult, type QueryResultRow } from 'pg';
import { holdsNow, USER_COLUMNS, userIn, type UserRow } from './accounts';
import type { SignedInUser } from './signed-in-user';

/** The time of the last request is kept to this: a page then costs no write. */
const RENEWED_AFTER_MS = 60_000;

export interface WebSessionsOptions {
  readonly databaseUrl: string;
  /** At least 32 characters. Whoever can write to the table and does not know it can make no session. */
  readonly secret: string;
  /** How long after the last request, to the minute, a session ends. */
  readonly idleMs: number;
  /** Whether those who log in are the people of the demonstration. */
  readonly demo: boolean;
}

export interface KeptSession {
  /** The text that was given. */
  readonly content: string;
  /** It should be written again, so that it does not end while it is used. */
  readonly renew: boolean;
  /** Whose it is, as their account is now; undefined: nobody's who may be here. */
  readonly user: SignedInUser | undefined;
}

/** One browser in which somebody is logged in. */
export interface OpenSession {
  readonly key: string;
  readonly user: SignedInUser;
  readonly startedAt: Date;
  /** To the minute. */
  readonly usedAt: Date;
}

/** A session that somebody ended for somebody else; names as they are for people. */
export interface EndedSession {
  readonly at: Date;
  readonly who: string;
  readonly by: string;
}

/** Sessions in PostgreSQL, revocable at once. Every method throws StoreUnavailable. Owns its small pool; `close` it. */
export class WebSessions {
  readonly idleMs: number;
  /** After so many hours a session ends, however busy. */
  readonly mostHours = 12;
  /** Of one person at a time. */
  readonly mostSessions = 10;
  private readonly pool: Pool;
  private readonly secret: string;
  private readonly demo: boolean;

  constructor({ databaseUrl, secret, idleMs, demo }: WebSessionsOptions) {
    this.idleMs = idleMs;
    this.secret = secret;
    this.demo = demo;
    this.pool = new Pool({ connectionString: databaseUrl, max: 4, application_name: 'guardian-sessions', connectionTimeoutMillis: 5_000 });
    // Without a listener a database restart, seen by an idle connection, would end the process.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** With its person looked up in the same read, so that a change of their account holds from the next request on. */
  async get(id: string): Promise<KeptSession | undefined> {
    const found = await this.query<Omit<KeptSession, 'user'> & (UserRow | { readonly id: null })>({
      name: 'web-session-get',
      text: `select s.session::text as content, s.expires_at < now() + make_interval(secs => $3) as renew, ${USER_COLUMNS}
             from web_session s left join account a on a.id = s.user_id and a.role <> 'program' and ${holdsNow(this.demo)}
             where s.sid = $1 and s.expires_at > now() and s.created_at > now() - make_interval(hours => $2)`,
      values: [this.keyOf(id), this.mostHours, (this.idleMs - RENEWED_AFTER_MS) / 1_000],
    });
    const [row] = found.rows;
    return row && { content: row.content, renew: row.renew, user: row.id === null ? undefined : userIn(row) };
  }

  /** `content` is JSON. Whose it is has logged in. Of one person so many sessions are kept as `mostSessions` says: the one used longest ago ends. */
  async add(id: string, content: string, userId: string | undefined): Promise<void> {
    await this.query({
      text: `with too_many as (
               delete from web_session where sid in
                 (select sid from web_session where user_id = $3 order by expires_at desc, sid offset $5)),
             logged_in as (
               insert into account_log_in (account_id, last_at) select $3, now() where $3::text is not null
               on conflict (account_id) do update set last_at = excluded.last_at)
             insert into web_session (sid, session, user_id, expires_at) values ($1, $2, $3, now() + make_interval(secs => $4))`,
      values: [this.keyOf(id), content, userId, this.idleMs / 1_000, this.mostSessions - 1],
    });
  }

  /** Writes content and time anew. A session that was removed in the meantime stays removed. */
  async keep(id: string, content: string, userId: string | undefined): Promise<void> {
    await this.query({
      text: `update web_session set session = $2, user_id = $3, expires_at = now() + make_interval(secs => $4) where sid = $1`,
      values: [this.keyOf(id), content, userId, this.idleMs / 1_000],
    });
  }

  /** Ends this session, and clears away those that have run out. */
  async remove(id: string): Promise<void> {
    await this.query({ text: 'delete from web_session where sid = $1 or expires_at < now()', values: [this.keyOf(id)] });
  }

  /** Of those who have logged in, the last used first; `who` is an id or a part of a name. `page` counts from 1. */
  async open({ userId, who }: { userId?: string; who?: string }, page: number, size: number) {
    const { rows } = await this.query<UserRow & Pick<OpenSession, 'key' | 'startedAt' | 'usedAt'> & { readonly total: number }>({
      text: `select ${USER_COLUMNS}, s.sid as key, s.created_at as "startedAt",
               s.expires_at - make_interval(secs => $1) as "usedAt", (count(*) over ())::int as total
             from web_session s join account a on a.id = s.user_id and ${holdsNow(this.demo)}
             where s.expires_at > now() and s.created_at > now() - make_interval(hours => $2) and ($3::text is null or a.id = $3)
               and ($4::text is null or a.id = $4 or position(lower($4) in lower(a.name)) > 0)
             order by s.expires_at desc, s.sid limit $5 offset $6`,
      values: [this.idleMs / 1_000, this.mostHours, userId ?? null, who ?? null, size, (page - 1) * size],
    });
    const sessions = rows.map((row): OpenSession => ({ key: row.key, user: userIn(row), startedAt: row.startedAt, usedAt: row.usedAt }));
    return { sessions, total: rows[0]?.total ?? 0 };
  }

  /** From the next request on, if it is this person's own. False: there is none. */
  async end(key: string, userId: string): Promise<boolean> {
    return (await this.query({ text: 'delete from web_session where sid = $1 and user_id = $2', values: [key, userId] })).rowCount === 1;
  }

  /** From the next request on, whosesoever it is; who did it stays written down. False: there is none. */
  async endOf(key: string, by: Pick<SignedInUser, 'id' | 'name'>): Promise<boolean> {
    const text = `with over as (delete from web_session where sid = $1 and user_id is not null returning user_id)
      insert into ended_session (user_id, by_id, by_name) select user_id, $2, $3 from over`;
    return (await this.query({ text, values: [key, by.id, by.name] })).rowCount === 1;
  }

  /** Sessions that somebody ended for somebody else, the newest first. */
  async endedByOthers(most: number): Promise<EndedSession[]> {
    const { rows } = await this.query<EndedSession>({
      text: `select e.at, coalesce(a.name, e.user_id) as who, e.by_name as by
             from ended_session e left join account a on a.id = e.user_id order by e.position desc limit $1`,
      values: [most],
    });
    return rows;
  }

  /** Leaves this person the one session. */
  async endOthers(userId: string, key: string): Promise<void> {
    await this.query({ text: 'delete from web_session where user_id = $1 and sid <> $2', values: [userId, key] });
  }

  /** Ends what was begun in this session of the provider that vouches for people: `providerSession` in the content of ours. */
  async endOfProvider(providerSession: string): Promise<void> {
    await this.query({ text: `delete from web_session where session->>'providerSession' = $1`, values: [providerSession] });
  }

  /** All of this person. */
  async endAll(userId: string): Promise<void> {
    await this.query({ text: 'delete from web_session where user_id = $1', values: [userId] });
  }

  /** True the first time that a provider's token with this id is used; those of more than a day ago run out by themselves. */
  async isNewLogOut(tokenId: string): Promise<boolean> {
    await this.query({ text: `delete from log_out_token where at < now() - interval '1 day'` });
    const text = 'insert into log_out_token (id) values ($1) on conflict do nothing';
    return (await this.query({ text, values: [tokenId] })).rowCount === 1;
  }

  /** Resolves when the database answers. */
  async ping(): Promise<void> {
    await this.query({ text: 'select 1' });
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  /** What a session is called in the table and in lists: neither is a set of working cookies. */
  keyOf(id: string): string {
    return createHmac('sha256', this.secret).update(id).digest('base64url');
  }

  private query<Row extends QueryResultRow>(query: QueryConfig): Promise<QueryResult<Row>> {
    return this.pool.query<Row>(query).catch((error: unknown) => {
      throw new StoreUnavailable(error);
    });
  }
}
