import { type Actor, StoreUnavailable } from '@guardian/event-store';
import { DomainError } from '@guardian/kernel';
import type { DataSource, EntityManager } from 'typeorm';
import { ACCOUNTS_HOLD } from './account-chain';
import { OPENED_NOW } from './break-glass';
import { DEMO_ISSUER, demoProgram, demoUsers } from './demo-users';
import { type Role, roleMay } from './roles';
import type { Scope } from './scope';
import type { SignedInUser } from './signed-in-user';

/** Somebody who may log in from `starts` until `ends`, known to whoever vouches for them by issuer and subject. */
export interface Account extends Omit<SignedInUser, 'scope'> {
  readonly scope: Pick<Scope, 'kind' | 'code'>;
  readonly issuer: string;
  readonly subject: string;
  readonly starts: Date;
  /** Null: not yet known. */
  readonly ends: Date | null;
}

/** What a query reads of an account `a`, for `userIn`. */
export const USER_COLUMNS = `a.id, a.name, a.role, a.organisation, a.scope_kind as "scopeKind", a.scope_code as "scopeCode",
  ${OPENED_NOW} as opened`;

export interface UserRow extends Omit<SignedInUser, 'scope'> {
  readonly scopeKind: Scope['kind'];
  readonly scopeCode: string;
  readonly opened: NonNullable<Scope['opened']>;
}

export const userIn = ({ id, name, role, organisation, scopeKind, scopeCode, opened }: UserRow): SignedInUser => ({
  ...{ id, name, role, organisation },
  scope: { kind: scopeKind, code: scopeCode, mayReadPatients: roleMay(role, 'see-patients'), ...(opened.length > 0 && { opened }) },
});

/** Condition on an account `a`: the people of the demonstration are those of a demonstration, and of nothing else. */
export const ofThisHouse = (demo: boolean): string => `a.issuer ${demo ? '=' : '<>'} '${DEMO_ISSUER}'`;

/** Condition on an account `a`: it holds now. */
export const holdsNow = (demo: boolean): string => `a.starts <= now() and (a.ends is null or a.ends > now()) and ${ofThisHouse(demo)}`;

const LONG_SINCE = new Date('2020-01-01T00:00:00Z');
const GUARDIAN = { id: 'guardian', name: 'Guardian' };

/** An account that cannot be kept as it was asked for, in words. */
export class AccountRefused extends DomainError {
  constructor(message: string) {
    super('AccountRefused', message);
  }
}

/** Who may log in, and as what. A change holds from the next request on, and stays written down with who made it and why. */
export class Accounts {
  constructor(
    private readonly database: DataSource,
    private readonly demo: boolean,
  ) {}

  /** Those that hold now, by name; of one role, if it is given. */
  async current(role?: Role): Promise<SignedInUser[]> {
    const rows: UserRow[] = await this.database.query(
      `select ${USER_COLUMNS} from account a where ${holdsNow(this.demo)} and ($1::text is null or a.role = $1) order by a.name, a.id`,
      [role ?? null],
    );
    return rows.map(userIn);
  }

  /** Who this is to Guardian now; undefined: nobody. Throws StoreUnavailable. */
  async known(issuer: string, subject: string): Promise<SignedInUser | undefined> {
    const text = `select ${USER_COLUMNS} from account a where a.issuer = $1 and a.subject = $2 and ${holdsNow(this.demo)}`;
    const rows = await this.database.query<UserRow[]>(text, [issuer, subject]).catch((error: unknown) => {
      throw new StoreUnavailable(error);
    });
    return rows.map(userIn)[0];
  }

  /**
   * Adds an account, or changes the one that was seen as `seen` says. Throws AccountRefused when it is one's own, was changed since, or
   * when somebody else logs in so.
   */
  async change(account: Account, by: Pick<Actor, 'id' | 'name'>, why: string, seen: string | null): Promise<void> {
    if (account.id === by.id) throw new AccountRefused('You cannot change your own account. Ask another administrator.');
    await this.database.transaction(async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(${ACCOUNTS_HOLD})`);
      const [found]: { last: string | null; other: string | null }[] = await tx.query(
        `select (select max(position) from account_change where account_id = $1) as last,
           (select name from account where issuer = $2 and subject = $3 and id <> $1) as other`,
        [account.id, account.issuer, account.subject],
      );
      if (found?.other) throw new AccountRefused(`${found.other} logs in so already.`);
      if (found?.last !== seen)
        throw new AccountRefused('Somebody changed this account since you opened it. Open it again to see how it is now.');
      await keepIn(tx, [account], by, why);
    });
  }

  /** Adds and changes accounts, told apart by their ids, and writes down what that changed. The same again changes nothing. */
  async keep(accounts: readonly Account[], by: Pick<Actor, 'id' | 'name'>, why: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(${ACCOUNTS_HOLD})`);
      await keepIn(tx, accounts, by, why);
    });
  }

  /** Brings the invented people to what they are shipped as. */
  async keepDemoUsers(): Promise<void> {
    const accounts = [...demoUsers, demoProgram].map((user) => ({
      ...user,
      ...{ issuer: DEMO_ISSUER, subject: user.id, starts: LONG_SINCE, ends: null },
    }));
    await this.keep(accounts, GUARDIAN, 'The people of the demonstration');
  }
}

async function keepIn(tx: EntityManager, accounts: readonly Account[], by: Pick<Actor, 'id' | 'name'>, why: string): Promise<void> {
  const rows = accounts.map(({ scope, ...account }) => ({ ...account, scope_kind: scope.kind, scope_code: scope.code }));
  // what was there before is read as it was when the statement began
  await tx.query(
    `with kept as (
       insert into account as a (id, issuer, subject, name, role, organisation, scope_kind, scope_code, starts, ends)
       select id, issuer, subject, name, role, organisation, scope_kind, scope_code, starts, ends
         from jsonb_populate_recordset(null::account, $1::jsonb)
       on conflict (id) do update set
         (issuer, subject, name, role, organisation, scope_kind, scope_code, starts, ends) =
         (excluded.issuer, excluded.subject, excluded.name, excluded.role, excluded.organisation, excluded.scope_kind,
          excluded.scope_code, excluded.starts, excluded.ends)
         where a is distinct from excluded
       returning a.*)
     insert into account_change (account_id, by_id, by_name, why, before, after)
     select kept.id, $2, $3, $4, to_jsonb(was), to_jsonb(kept) from kept left join account was on was.id = kept.id order by kept.id`,
    [JSON.stringify(rows), by.id, by.name, why],
  );
}
