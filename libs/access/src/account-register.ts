import type { DataSource } from 'typeorm';
import { type Account, ofThisHouse, USER_COLUMNS, userIn, type UserRow } from './accounts';
import type { Role } from './roles';
import type { Scope } from './scope';

export interface RegisteredAccount extends Account {
  /** Null: not since this is kept. */
  readonly lastLogIn: Date | null;
  /** It held once and does not any more. */
  readonly ended: boolean;
  /** Of its last change: who changes it says that they saw that one. */
  readonly seen: string;
}

/** What an account was at one change, as it was written down. */
export interface AccountThen {
  readonly name: string;
  readonly role: Role;
  readonly organisation: string;
  readonly scope_kind: Scope['kind'];
  readonly scope_code: string;
  readonly issuer: string;
  readonly subject: string;
  /** ISO 8601. */
  readonly starts: string;
  readonly ends: string | null;
}

export interface AccountChange {
  readonly at: Date;
  readonly byName: string;
  readonly why: string;
  /** Null: it was added. */
  readonly before: AccountThen | null;
  readonly after: AccountThen;
}

export interface RegisterFilters {
  /** An id, or a part of a name. */
  readonly who?: string;
  readonly role?: Role;
  /** Those that have ended, or those that have not. */
  readonly ended: boolean;
}

/** Every account that there is or was, for whoever answers for them. */
export class AccountRegister {
  constructor(
    private readonly database: DataSource,
    private readonly demo: boolean,
  ) {}

  /** By name. `page` counts from 1. */
  async list({ who, role, ended }: RegisterFilters, page: number, size: number): Promise<{ accounts: RegisteredAccount[]; total: number }> {
    const rows = await this.rows<{ total: number }>(
      `(count(*) over ())::int as total`,
      `($1::text is null or a.id = $1 or position(lower($1) in lower(a.name)) > 0) and ($2::text is null or a.role = $2)
         and (a.ends is not null and a.ends <= now()) = $3 order by a.name, a.id limit ${size} offset ${(page - 1) * size}`,
      [who ?? null, role ?? null, ended],
    );
    return { accounts: rows.map(({ account }) => account), total: rows[0]?.total ?? 0 };
  }

  async find(id: string): Promise<RegisteredAccount | undefined> {
    return (await this.rows('1', 'a.id = $1', [id]))[0]?.account;
  }

  /** The newest first. */
  history(id: string): Promise<AccountChange[]> {
    return this.database.query(
      `select at, by_name as "byName", why, before, after from account_change where account_id = $1 order by position desc`,
      [id],
    );
  }

  private async rows<More extends object>(more: string, where: string, values: readonly unknown[]) {
    const rows: (UserRow & Omit<RegisteredAccount, 'scope'> & More)[] = await this.database.query(
      `select ${USER_COLUMNS}, a.issuer, a.subject, a.starts, a.ends, l.last_at as "lastLogIn",
         a.ends is not null and a.ends <= now() as ended,
         (select max(c.position) from account_change c where c.account_id = a.id) as seen, ${more}
       from account a left join account_log_in l on l.account_id = a.id where ${ofThisHouse(this.demo)} and ${where}`,
      [...values],
    );
    return rows.map((row) => {
      const { issuer, subject, starts, ends, lastLogIn, ended, seen } = row;
      return { ...row, account: { ...userIn(row), issuer, subject, starts, ends, lastLogIn, ended, seen } };
    });
  }
}
