// The one place that talks to the service which vouches for people: OpenID Connect Core 1.0, authorization code flow with PKCE (RFC 7636),
// OpenID Connect Back-Channel Logout 1.0, and JWT access tokens of programs (RFC 9068).
import { DomainError } from '@guardian/kernel';
import { createRemoteJWKSet, customFetch, type JWTPayload, jwtVerify, type JWTVerifyOptions } from 'jose';
import * as oidc from 'openid-client';

export interface SignInOptions {
  /** Of the provider, as it calls itself: its configuration is found under it. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** `cis2`: NHS Care Identity Service 2, which tells the national role that somebody has chosen. */
  readonly profile: 'standard' | 'cis2';
  /** How accounts name the provider, where that is not its issuer. */
  readonly knownAs?: string;
}

/** What has to be remembered until the provider sends the browser back. */
export interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Where to go on to, on this site. */
  readonly next?: string;
  /** They were to prove anew who they are, and not only to be known there still. */
  readonly again?: boolean;
}

/** Whom the provider has vouched for. */
export interface Vouched {
  readonly issuer: string;
  readonly subject: string;
  /** The provider's own session, which it names when it ends; undefined: it never does. */
  readonly providerSession: string | undefined;
  /** When they proved it; undefined: the provider does not say. */
  readonly provedAt: Date | undefined;
  /** Answers to the scopes that were asked for. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** What a program has shown as its right to come in. */
export interface Admitted {
  readonly issuer: string;
  readonly subject: string;
  readonly scopes: readonly string[];
}

/** Which sessions a provider says are over. At least one of subject and session is known. */
export interface EndedSignIn {
  readonly issuer: string;
  readonly subject: string | undefined;
  readonly providerSession: string | undefined;
  /** Of the token: it counts once. */
  readonly id: string;
}

export class SignInUnavailable extends DomainError {
  constructor(override readonly cause?: unknown) {
    super('SignInUnavailable', 'The service that checks who you are does not answer. Try again in a moment.');
  }
}

/** The message is for the person who tried; what was wrong with the answer stays in `cause`. */
export class SignInRefused extends DomainError {
  constructor(
    override readonly cause?: unknown,
    message = 'You could not be logged in. It may have taken too long, or been done before. Start again.',
  ) {
    super('SignInRefused', message);
  }
}

const SCOPES = { standard: 'openid profile', cis2: 'openid profile nationalrbacaccess selectedrole' };
const SECONDS = 10;
/** A key that is not known is asked for once in this time, however many tokens name one. */
const KEYS_ASKED_MS = 5 * 60_000;
/** Proof that was asked for anew is no older, in seconds: there may be a page to choose a role between proof and answer. */
const PROOF_SECONDS = 300;
const SIGNED_WITH = 'RS256';
const LOGGED_OUT = 'http://schemas.openid.net/event/backchannel-logout';

/** Discovers the provider when it is first needed: Guardian starts, and those who are logged in go on, while it is away. */
export class SignInProvider {
  private discovered: Promise<oidc.Configuration> | undefined;
  private keys: ReturnType<typeof createRemoteJWKSet> | undefined;

  /** `callback`: the address to which the provider sends people back. */
  constructor(
    private readonly options: SignInOptions,
    private readonly callback: string,
  ) {}

  /** Where to send the browser. `again`: even somebody who is logged in there has to prove who they are. Throws SignInUnavailable. */
  async begin(next: string | undefined, again = false): Promise<{ address: string; pending: PendingSignIn }> {
    const configuration = await this.configuration();
    const pending = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
    const address = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: this.callback,
      scope: SCOPES[this.options.profile],
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: 'S256',
      ...(again ? { prompt: 'login', max_age: String(PROOF_SECONDS) } : {}),
    });
    return { address: address.href, pending: { ...pending, ...(again && { again }), ...(next !== undefined && { next }) } };
  }

  /** `query`: of the address that the browser came back to. Throws SignInRefused and SignInUnavailable. */
  async finish(query: string, { state, nonce, verifier, again }: PendingSignIn): Promise<Vouched> {
    const configuration = await this.configuration();
    const tokens = await oidc
      .authorizationCodeGrant(configuration, new URL(query, this.callback), {
        ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true },
        // whoever has the browser can take the wish for new proof out of the address: the token has to say that there was some
        ...(again && { maxAge: PROOF_SECONDS }),
      })
      .catch(told);
    const claims = tokens.claims();
    if (!claims) throw new SignInRefused();
    const more =
      this.options.profile === 'cis2' ? await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub).catch(told) : {};
    return {
      ...{ issuer: this.options.knownAs ?? claims.iss, subject: claims.sub },
      providerSession: typeof claims['sid'] === 'string' ? claims['sid'] : undefined,
      provedAt: claims.auth_time === undefined ? undefined : new Date(claims.auth_time * 1_000),
      claims: { ...claims, ...more },
    };
  }

  /** Where somebody can log out of the provider too; undefined: it has no such page, or does not answer. */
  async logOutAddress(): Promise<string | undefined> {
    const configuration = await this.configuration().catch(() => undefined);
    if (configuration?.serverMetadata().end_session_endpoint === undefined) return undefined;
    return oidc.buildEndSessionUrl(configuration, { client_id: this.options.clientId }).href;
  }

  /** Reads what a provider says of sessions that are over. Throws SignInRefused and SignInUnavailable. */
  async ended(logoutToken: string): Promise<EndedSignIn> {
    const { issuer, payload } = await this.verified(logoutToken, {
      ...{ audience: this.options.clientId, maxTokenAge: '2 minutes', requiredClaims: ['iat', 'jti', 'events'] },
    });
    const { sub, sid, jti = '', nonce, events } = payload;
    const isLogOut = typeof events === 'object' && events !== null && LOGGED_OUT in events;
    const named = [sub, sid].every((one) => one === undefined || typeof one === 'string') && (sub !== undefined || sid !== undefined);
    if (!isLogOut || !named || nonce !== undefined) throw new SignInRefused();
    return { issuer, subject: sub, providerSession: sid as string | undefined, id: jti };
  }

  /** Reads an access token for `audience`, RFC 9068. Throws SignInRefused and SignInUnavailable. */
  async admitted(accessToken: string, audience: string): Promise<Admitted> {
    const { issuer, payload } = await this.verified(accessToken, {
      ...{ audience, maxTokenAge: '1 hour', requiredClaims: ['iat', 'exp', 'sub'] },
    });
    const { sub = '', scope } = payload;
    return { issuer, subject: sub, scopes: typeof scope === 'string' ? scope.split(' ') : [] };
  }

  /** A token of the provider that did not come straight from it. */
  private async verified(token: string, expected: JWTVerifyOptions): Promise<{ issuer: string; payload: JWTPayload }> {
    const { issuer, jwks_uri: keys } = (await this.configuration()).serverMetadata();
    if (keys === undefined) throw new SignInRefused();
    this.keys ??= createRemoteJWKSet(new URL(keys), { cooldownDuration: KEYS_ASKED_MS, [customFetch]: ask });
    const { payload } = await jwtVerify(token, this.keys, { ...expected, issuer, algorithms: [SIGNED_WITH] }).catch(told);
    return { issuer: this.options.knownAs ?? issuer, payload };
  }

  private configuration(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.options;
    const address = new URL(issuer);
    // Configuration refuses plain addresses in production; those of a demonstration are on this computer.
    const execute =
      address.protocol === 'http:' ? [oidc.enableNonRepudiationChecks, oidc.allowInsecureRequests] : [oidc.enableNonRepudiationChecks];
    const metadata = { client_secret: clientSecret, id_token_signed_response_alg: SIGNED_WITH };
    this.discovered ??= oidc
      .discovery(address, clientId, metadata, undefined, { execute, [oidc.customFetch]: ask })
      .catch((error: unknown) => {
        this.discovered = undefined;
        throw error instanceof SignInUnavailable ? error : new SignInUnavailable(error);
      });
    return this.discovered;
  }
}

/** What the provider, or whoever played it, did wrong is a refusal; that it could not be reached is no fault of who tries. */
function told(error: unknown): never {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof SignInUnavailable) throw cause;
  throw new SignInRefused(error);
}

async function ask(url: string | URL, init: object): Promise<Response> {
  const answer = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(SECONDS * 1_000) }).catch((error: unknown) => {
    throw new SignInUnavailable(error);
  });
  if (answer.status >= 500) throw new SignInUnavailable();
  return answer;
}
