import { randomUUID } from 'node:crypto';
import { type Account, AccountRefused, AccountRegister, Accounts, DEMO_ISSUER, type RegisteredAccount, roles } from '@guardian/access';
import type { Role, SignedInUser } from '@guardian/access';
import { OpenCasesHeld } from '@guardian/caseload';
import { CLOCK } from '@guardian/casework';
import { type CalendarDay, type Clock, londonInstant } from '@guardian/kernel';
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Choice, Day, Text } from '../../http/fields';
import { type FormBody, type FormState, newForm, parseForm, withError } from '../../http/form';
import { NotFound } from '../../http/input-errors';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May, StepUp } from '../../http/signed-in';
import { choices } from '../../layout/choices';
import { counted } from '../../layout/filters';
import { listView } from '../../layout/list';
import { Page, SeeOther } from '../../layout/page';
import { roleWords } from '../../layout/words';
import { WEB_OPTIONS, type WebOptions } from '../../web-options';
import { addressOf, type AddressQuery, pageIn, refusePageBeyond } from '../caseload/address';
import { ListDesk } from '../caseload/list-desk';
import { changesInWords } from './account-words';
import { Scopes } from './scopes';

const A_PAGE = 50;

class Filters {
  @Text({ label: 'The person', max: 100 })
  who?: string;

  @Choice({ label: 'the role', from: roles })
  role?: Role;

  @Choice({ label: 'which accounts', from: ['ended'] })
  show?: 'ended';
}

class ChangeForm {
  @Text({ label: 'The name', required: 'Enter the name' })
  name: string;

  @Choice({ label: 'the role', from: roles, required: 'Select the role' })
  role: Role;

  @Text({ label: 'The organisation', required: 'Enter the organisation' })
  organisation: string;

  @Text({ label: 'Whose patients', required: 'Select whose patients they are concerned with' })
  scope: string;

  @Text({ label: 'The reason', max: 500, required: 'Enter the reason' })
  why: string;

  /** The last change that was shown; of a new account none. */
  @Text({ label: 'The account' })
  seen?: string;
}

class NewForm extends ChangeForm {
  @Text({ label: 'The address of the log-in service', max: 500 })
  issuer?: string;

  @Text({ label: 'The identifier', max: 255 })
  subject?: string;
}

const WHEN = { now: 'At once', day: 'At the end of a day', never: 'No end: it stays, or is opened again' } as const;

class EndForm {
  @Choice({ label: 'when it ends', from: Object.keys(WHEN), required: 'Select when the account ends' })
  when: keyof typeof WHEN;

  @Day({ label: 'The last day' })
  on?: CalendarDay;

  @Text({ label: 'The reason', max: 500, required: 'Enter the reason' })
  why: string;

  @Text({ label: 'The account', required: 'Open the account again' })
  seen: string;
}

/** Who may log in, and as what: listed, added, changed and ended, each with a reason. */
@Controller('admin/users')
@May('run-the-service')
export class AccountsController {
  constructor(
    private readonly accounts: Accounts,
    private readonly register: AccountRegister,
    private readonly scopes: Scopes,
    private readonly queries: QueryBus,
    private readonly desk: ListDesk,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(WEB_OPTIONS) private readonly options: WebOptions,
  ) {}

  @Get()
  async list(@Query() query: AddressQuery): Promise<Page> {
    const { page: _, ...words } = query;
    const form = parseForm(Filters, words);
    if (!form.ok) return this.listPage(form, [], undefined, 422);
    const { who, role, show } = form.value;
    const page = pageIn(query);
    const filters = { ...(who && { who }), ...(role && { role }), ended: show === 'ended' };
    const { accounts, total } = await this.register.list(filters, page, A_PAGE);
    refusePageBeyond(page, total, A_PAGE);
    const href = (to: number) => addressOf('/admin/users', { who, role, show, page: to });
    return this.listPage(newForm(stringsOf({ who, role, show })), accounts, listView({ total, page, size: A_PAGE, href }));
  }

  @Get('new')
  @StepUp()
  add(): Promise<Page> {
    return this.addPage(newForm({ issuer: this.options.signIn?.issuer ?? '' }));
  }

  @Post('new')
  @FormRoute()
  @StepUp()
  async added(@CurrentUser() user: SignedInUser, @Body() body: FormBody): Promise<Page | SeeOther> {
    const form = parseForm(NewForm, body);
    if (!form.ok) return this.addPage(form, 422);
    const { name, role, organisation, why } = form.value;
    const scope = await this.scopes.read(form.value.scope);
    if (!scope) return this.addPage(withError(body, 'scope', NO_SCOPE), 422);
    const id = randomUUID();
    // the demonstration's provider vouches for whoever is chosen from its list, by the id
    const { issuer, subject } = this.options.demo ? { issuer: DEMO_ISSUER, subject: id } : form.value;
    if (!issuer) return this.addPage(withError(body, 'issuer', 'Enter the address of the log-in service'), 422);
    if (!subject) return this.addPage(withError(body, 'subject', 'Enter the identifier at the log-in service'), 422);
    const account = { id, issuer, subject, name, role, organisation, scope, starts: this.clock.now(), ends: null };
    const refused = await this.changed(account, user, why, null);
    if (refused) return this.addPage(withError(body, 'subject', refused), 422);
    return new SeeOther(`/admin/users/${id}`, `${name} may log in.`);
  }

  @Get(':id')
  async account(@CurrentUser() user: SignedInUser, @Param('id') id: string): Promise<Page> {
    const account = await this.found(id);
    const [history, scopes] = [await this.register.history(id), await this.scopes.words()];
    return new Page('pages/accounts/account.njk', {
      ...(await this.around(account)),
      own: account.id === user.id,
      history: history.map((change) => ({ ...change, lines: changesInWords(change, scopes) })),
    });
  }

  @Get(':id/change')
  @StepUp()
  async change(@Param('id') id: string): Promise<Page> {
    const account = await this.found(id);
    const { name, role, organisation, scope, seen } = account;
    return this.changePage(account, newForm({ name, role, organisation, scope: `${scope.kind}:${scope.code}`, seen }));
  }

  @Post(':id/change')
  @FormRoute()
  @StepUp()
  async changeIt(@CurrentUser() user: SignedInUser, @Param('id') id: string, @Body() body: FormBody): Promise<Page | SeeOther> {
    const account = await this.found(id);
    const form = parseForm(ChangeForm, body);
    if (!form.ok) return this.changePage(account, form, 422);
    const { name, role, organisation, why, seen } = form.value;
    const scope = await this.scopes.read(form.value.scope);
    if (!scope) return this.changePage(account, withError(body, 'scope', NO_SCOPE), 422);
    const { kind, code } = account.scope;
    const leavesCases = role !== account.role || scope.kind !== kind || scope.code !== code;
    const held = leavesCases ? await this.heldBy(account) : 0;
    if (held > 0) return this.changePage(account, withError(body, role === account.role ? 'scope' : 'role', holds(account, held)), 422);
    const refused = await this.changed({ ...plain(account), name, role, organisation, scope }, user, why, seen ?? null);
    if (refused) return this.changePage(account, withError(body, 'name', refused), 422);
    return new SeeOther(`/admin/users/${id}`, 'Saved. It holds from their next page.');
  }

  @Get(':id/end')
  @StepUp()
  async end(@Param('id') id: string): Promise<Page> {
    const account = await this.found(id);
    return this.endPage(account, newForm({ seen: account.seen }));
  }

  @Post(':id/end')
  @FormRoute()
  @StepUp()
  async endIt(@CurrentUser() user: SignedInUser, @Param('id') id: string, @Body() body: FormBody): Promise<Page | SeeOther> {
    const account = await this.found(id);
    const form = parseForm(EndForm, body);
    if (!form.ok) return this.endPage(account, form, 422);
    const { when, on, why, seen } = form.value;
    if (when === 'day' && !on) return this.endPage(account, withError(body, 'on', 'Enter the last day'), 422);
    if (when === 'day' && on && on < this.desk.today) {
      return this.endPage(account, withError(body, 'on', 'The last day must be today or later. To end it now, select “At once”.'), 422);
    }
    const held = when === 'never' ? 0 : await this.heldBy(account);
    if (held > 0) return this.endPage(account, withError(body, 'when', holds(account, held)), 422);
    const ends = { never: null, now: this.clock.now(), day: londonInstant(on ?? this.desk.today, '23:59') }[when];
    const refused = await this.changed({ ...plain(account), ends }, user, why, seen);
    if (refused) return this.endPage(account, withError(body, 'when', refused), 422);
    return new SeeOther(
      `/admin/users/${id}`,
      ends ? 'Saved. Nobody can log in with this account after its end.' : 'Saved. The account has no end.',
    );
  }

  /** What is wrong with it, in words; undefined: it is done. */
  private changed(account: Account, user: SignedInUser, why: string, seen: string | null): Promise<string | undefined> {
    return this.accounts.change(account, user, why, seen).then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof AccountRefused) return error.message;
        throw error;
      },
    );
  }

  private async found(id: string): Promise<RegisteredAccount> {
    const account = await this.register.find(id);
    if (!account) throw new NotFound();
    return account;
  }

  private async heldBy({ id }: RegisteredAccount): Promise<number> {
    return (await this.queries.execute(new OpenCasesHeld([id]))).get(id) ?? 0;
  }

  private async around(account: RegisteredAccount) {
    const [held, scopes] = [await this.heldBy(account), await this.scopes.words()];
    return { account, held, sees: scopes(account.scope), handOver: addressOf('/worklist/hand-over', { from: account.id }) };
  }

  private async listPage(form: FormState, accounts: readonly RegisteredAccount[], list: unknown, status = 200): Promise<Page> {
    const held = await this.queries.execute(new OpenCasesHeld(accounts.map(({ id }) => id)));
    const scopes = await this.scopes.words();
    const rows = accounts.map((account) => ({ ...account, sees: scopes(account.scope), held: held.get(account.id) ?? 0 }));
    return new Page('pages/accounts/accounts.njk', { form, rows, list, roleChoices: choices(roleWords) }, status);
  }

  private async addPage(form: FormState, status = 200): Promise<Page> {
    const asked = { roleChoices: choices(roleWords), scopeChoices: await this.scopes.choices() };
    return new Page('pages/accounts/new.njk', { form, ...asked }, status);
  }

  private async changePage(account: RegisteredAccount, form: FormState, status = 200): Promise<Page> {
    const asked = { roleChoices: choices(roleWords), scopeChoices: await this.scopes.choices(account.scope) };
    return new Page('pages/accounts/change.njk', { form, ...asked, ...(await this.around(account)) }, status);
  }

  private async endPage(account: RegisteredAccount, form: FormState, status = 200): Promise<Page> {
    return new Page('pages/accounts/end.njk', { form, whenChoices: choices(WHEN), ...(await this.around(account)) }, status);
  }
}

const NO_SCOPE = 'Select whose patients they are concerned with';

const holds = ({ name }: RegisteredAccount, held: number): string =>
  `${name} has ${counted(held, 'open case')}, which nobody would follow. Have them handed over first.`;

/** What is kept of it. */
const plain = ({ id, issuer, subject, name, role, organisation, scope, starts, ends }: RegisteredAccount): Account => ({
  ...{ id, issuer, subject, name, role, organisation, starts, ends },
  scope: { kind: scope.kind, code: scope.code },
});

const stringsOf = (words: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(words).map(([name, value]) => [name, value ?? '']));
