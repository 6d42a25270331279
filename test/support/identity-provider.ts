// An OpenID Connect provider that says whatever a spec makes it say.
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';

export interface IdentityProvider {
  readonly issuer: string;
  /** What the token endpoint answers to a code; it is given the form that Guardian sent. */
  onCode: (form: URLSearchParams) => Promise<object> | object;
  /** What it tells of somebody beyond the token. */
  userInfo: object;
  /** How often its keys were fetched. */
  readonly keysFetched: () => number;
  /** A token signed with its key; `header` and `key` for those that are not as they should be. */
  sign(claims: JWTPayload, header?: { alg?: string; kid?: string; key?: 'own' | 'another' | 'public' }): Promise<string>;
  /** From now on it answers nothing until it is opened again. */
  away: boolean;
  close(): Promise<void>;
}

export const CLIENT = { clientId: 'guardian-spec', clientSecret: 'a secret of the specs' };

export async function startIdentityProvider(): Promise<IdentityProvider> {
  const keys = { own: generateKeyPairSync('rsa', { modulusLength: 2_048 }), another: generateKeyPairSync('rsa', { modulusLength: 2_048 }) };
  const published = { ...keys.own.publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' };
  let fetched = 0;
  const server = createServer((request, response) => {
    void answer(request).then((body) => {
      if (body === undefined) response.destroy();
      else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const answer = async (request: IncomingMessage): Promise<object | undefined> => {
    if (provider.away) return undefined;
    switch (new URL(request.url ?? '/', issuer).pathname) {
      case '/.well-known/openid-configuration':
        return {
          ...{
            issuer,
            authorization_endpoint: `${issuer}/authorize`,
            token_endpoint: `${issuer}/token`,
            userinfo_endpoint: `${issuer}/me`,
          },
          ...{ jwks_uri: `${issuer}/keys`, end_session_endpoint: `${issuer}/end`, response_types_supported: ['code'] },
          ...{ id_token_signing_alg_values_supported: ['RS256'], subject_types_supported: ['public'] },
        };
      case '/keys':
        fetched++;
        return { keys: [published] };
      case '/token': {
        let form = '';
        for await (const chunk of request) form += String(chunk);
        return { access_token: 'opaque', token_type: 'Bearer', expires_in: 60, ...(await provider.onCode(new URLSearchParams(form))) };
      }
      default:
        return provider.userInfo;
    }
  };

  const provider: IdentityProvider = {
    issuer,
    ...{ onCode: () => ({}), userInfo: {}, away: false },
    keysFetched: () => fetched,
    sign: (claims, { alg = 'RS256', kid = 'k1', key = 'own' } = {}) => {
      if (alg === 'none') return Promise.resolve(new UnsecuredJWT(claims).encode());
      const pem = keys.own.publicKey.export({ type: 'spki', format: 'pem' });
      const secret = key === 'public' ? new TextEncoder().encode(String(pem)) : keys[key].privateKey;
      return new SignJWT(claims).setProtectedHeader({ alg, kid, typ: 'JWT' }).sign(secret);
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return provider;
}
