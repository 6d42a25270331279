import { Inject, Injectable } from '@nestjs/common';
import { Accounts, roleMay, type SignedInUser, WebSessions } from '@guardian/access';
import type { FastifyRequest } from 'fastify';
import { WEB_OPTIONS, type WebOptions } from '../../web-options';
import { demoSignIn } from './demonstration/demo-provider';
import { rolesAllowedBy } from './national-roles';
import { type EndedSignIn, type PendingSignIn, SignInProvider, SignInRefused, type Vouched } from './provider';
import { Site } from './site';

declare module '../../http/session' {
  interface WebSession {
    /** Log-ins that were begun here, the newest last: each tab has its own. */
    signIns?: PendingSignIn[];
    /** What the provider calls its own session. */
    providerSession?: string;
  }
}

const TABS = 5;

/** Logging in and out, from the first click to the session. */
@Injectable()
export class SignIn {
  private provider: SignInProvider | undefined;

  constructor(
    private readonly accounts: Accounts,
    private readonly sessions: WebSessions,
    private readonly site: Site,
    @Inject(WEB_OPTIONS) private readonly options: WebOptions,
  ) {}

  get isSetUp(): boolean {
    return this.options.demo || this.options.signIn !== undefined;
  }

  /** Resolves with where the browser goes now. Whoever is in already, or chooses who to be, is asked anew. */
  async begin({ session }: FastifyRequest, next: string | undefined): Promise<string> {
    const { address, pending } = await this.atProvider().begin(next, this.options.demo || session.user !== undefined);
    session.signIns = [...(session.signIns ?? []).slice(1 - TABS), pending];
    return address;
  }

  /** Resolves with who has logged in and where they wanted to go. Throws SignInRefused and SignInUnavailable. */
  async finish({ session, query, url }: FastifyRequest): Promise<{ user: SignedInUser; next: string | undefined }> {
    const { state } = query as { state?: unknown };
    const pending = session.signIns?.find((one) => one.state === state);
    if (!pending) throw new SignInRefused();
    // before the answer is known: a code that was used once is not tried again
    session.signIns = session.signIns?.filter((one) => one !== pending) ?? [];
    const vouched = await this.atProvider().finish(url.slice(url.indexOf('?')), pending);
    const user = await this.accounts.known(vouched.issuer, vouched.subject);
    if (!user || user.role === 'program')
      throw new SignInRefused(undefined, 'Guardian does not know you. Ask your Guardian service manager for an account.');
    this.requireNationalRole(vouched, user);
    await session.logIn(user.id);
    if (vouched.provedAt) session.provedAt = vouched.provedAt.toISOString();
    if (vouched.providerSession !== undefined) session.providerSession = vouched.providerSession;
    return { user, next: pending.next };
  }

  /** Ends what a provider says is over. Throws SignInRefused, also for a token that was used before. */
  async ended(logoutToken: string): Promise<void> {
    const over: EndedSignIn = await this.atProvider().ended(logoutToken);
    if (!(await this.sessions.isNewLogOut(over.id))) throw new SignInRefused();
    if (over.providerSession !== undefined) await this.sessions.endOfProvider(over.providerSession);
    const user = over.subject === undefined ? undefined : await this.accounts.known(over.issuer, over.subject);
    if (user && over.providerSession === undefined) await this.sessions.endAll(user.id);
  }

  logOutAddress(): Promise<string | undefined> {
    return this.isSetUp ? this.atProvider().logOutAddress() : Promise.resolve(undefined);
  }

  /** The national role says what somebody may be at most; the account says what they are, and where. */
  private requireNationalRole({ claims }: Vouched, { role }: SignedInUser): void {
    if (this.options.signIn?.profile !== 'cis2' || rolesAllowedBy(claims).has(role)) return;
    const words = roleMay(role, 'see-patients') ? 'does not let you see patient records' : 'does not fit what you do in Guardian';
    throw new SignInRefused(
      undefined,
      `The role that you chose with your smartcard ${words}. Log in again and choose another, or ask your sponsor.`,
    );
  }

  /** Throws SignInRefused where none is set up. */
  atProvider(): SignInProvider {
    const options = this.options.demo ? demoSignIn(this.site.origin) : this.options.signIn;
    if (!options)
      throw new SignInRefused(undefined, 'No way to log in has been set up on this computer yet. Ask the person who runs Guardian here.');
    return (this.provider ??= new SignInProvider(options, this.site.addressOf('/log-in/callback')));
  }
}
