// The OpenID Connect provider of the demonstration: it vouches for invented people, whoever asks, and production never starts it. Guardian
// goes through it as through any other, so that what people try out is what they will use.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { DEMO_ISSUER, demoProgram, tokenScopes } from '@guardian/access';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { Adapter, AdapterPayload, Provider as OidcProvider } from 'oidc-provider';
import type { SignInOptions } from '../provider';
import { API, Site } from '../site';

const PLACE = '/demonstration/provider';
/** Where somebody is asked who they want to be. */
export const CHOOSE = '/demonstration/people';

const HOUR = 3_600;
const MINUTES = 300;
const MOST_KEPT = 1_000;
const CLIENT = { id: 'guardian', secret: randomBytes(32).toString('hex') };

/** No secret: whoever reaches a demonstration can be anybody in it. README tells it. */
export const DEMO_PROGRAM = { id: demoProgram.id, secret: 'demonstration' };

export const demoSignIn = (address: string): SignInOptions => ({
  ...{ issuer: `${address}${PLACE}`, clientId: CLIENT.id, clientSecret: CLIENT.secret },
  ...{ profile: 'standard', knownAs: DEMO_ISSUER },
});

@Injectable()
export class DemoProvider {
  private made: Promise<OidcProvider> | undefined;

  constructor(private readonly site: Site) {}

  /** Serves it under its place, before anything of ours reads the body. */
  register(http: FastifyInstance): void {
    void http.register((scope, _options, done) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null));
      const config = { accepts: ['application/x-www-form-urlencoded', 'application/json'], csrf: false };
      scope.all(`${PLACE}/*`, { config }, async (request, reply) => {
        const provider = await this.provider();
        reply.hijack();
        Object.assign(request.raw, { originalUrl: request.raw.url, url: request.raw.url?.slice(PLACE.length) });
        await provider.callback()(request.raw, reply.raw);
      });
      done();
    });
  }

  /** Goes on with what a browser was asked; resolves with where it goes now. Rejects when nobody was asked. */
  async chosen(request: IncomingMessage, response: ServerResponse, person: string): Promise<string> {
    const login = { accountId: person, remember: false };
    return (await this.provider()).interactionResult(request, response, { login }, { mergeWithLastSubmission: false });
  }

  private provider(): Promise<OidcProvider> {
    return (this.made ??= make(this.site.origin));
  }
}

/** What a log-in on its way needs, for as long as this process runs and of the newest of them. */
function remembered(): Adapter {
  const kept = new Map<string, AdapterPayload>();
  const found = (id: string) => Promise.resolve(kept.get(id));
  return {
    upsert: (id, payload) => {
      kept.delete(id);
      kept.set(id, payload);
      for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest);
      return Promise.resolve();
    },
    find: found,
    findByUid: (uid) => Promise.resolve([...kept.values()].find((one) => one.uid === uid)),
    findByUserCode: () => Promise.resolve(undefined),
    consume: async (id) => {
      const one = await found(id);
      if (one) one.consumed = Math.floor(Date.now() / 1_000);
    },
    destroy: (id) => Promise.resolve(void kept.delete(id)),
    revokeByGrantId: (grantId) => {
      for (const [id, one] of kept) if (one.grantId === grantId) kept.delete(id);
      return Promise.resolve();
    },
  };
}

async function make(address: string): Promise<OidcProvider> {
  // Nobody but a demonstration pays for loading it.
  const { Provider, errors } = await import('oidc-provider');
  const api = `${address}${API}`;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const provider: OidcProvider = new Provider(`${address}${PLACE}`, {
    clients: [
      {
        ...{ client_id: CLIENT.id, client_secret: CLIENT.secret },
        redirect_uris: [`${address}/log-in/callback`],
      },
      {
        ...{ client_id: DEMO_PROGRAM.id, client_secret: DEMO_PROGRAM.secret },
        ...{ grant_types: ['client_credentials'], redirect_uris: [], response_types: [] },
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'demonstration', use: 'sig', alg: 'RS256' }] },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: (_context, client) => (client.clientId === DEMO_PROGRAM.id ? api : []),
        getResourceServerInfo: (_context, resource) => {
          if (resource !== api) throw new errors.InvalidTarget();
          const jwt = { sign: { alg: 'RS256' } } as const;
          return { scope: tokenScopes.join(' '), audience: api, accessTokenFormat: 'jwt', accessTokenTTL: MINUTES, jwt };
        },
      },
    },
    adapter: remembered,
    ttl: { AccessToken: 60, ClientCredentials: MINUTES, AuthorizationCode: 60, IdToken: 60, Grant: HOUR, Interaction: HOUR, Session: HOUR },
    interactions: { url: (_context, { uid }) => `${CHOOSE}/${uid}` },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    // Nobody is asked whether Guardian may know who they are: it is what they came for.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new provider.Grant({ clientId: oidc.client?.clientId ?? '', accountId: oidc.session?.accountId ?? '' });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  });
  return provider;
}
