import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigProblem, loadConfig } from '.';

const production = {
  GUARDIAN_MODE: 'production',
  DATABASE_URL: 'postgres://guardian@db.example/guardian',
  GUARDIAN_SESSION_SECRET: 's'.repeat(32),
  GUARDIAN_LOOKUP_KEY: 'k'.repeat(32),
  GUARDIAN_MASTER_KEY: 'AB'.repeat(32),
  GUARDIAN_CHECKPOINTS: '/safe/checkpoints',
  GUARDIAN_CHECKPOINT_KEY: '/keys/checkpoint-key.pem',
  GUARDIAN_PUBLIC_URL: 'https://guardian.example',
  GUARDIAN_OIDC_ISSUER: 'https://care.example/oauth2',
  GUARDIAN_OIDC_CLIENT_ID: 'guardian',
  GUARDIAN_OIDC_CLIENT_SECRET: 'c'.repeat(16),
};

function problem(variables: Record<string, string>): string {
  try {
    loadConfig(variables);
  } catch (error) {
    if (error instanceof ConfigProblem) return error.message;
    throw error;
  }
  return 'none';
}

describe('configuration', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'guardian-config-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('needs nothing in demo mode, and makes the secrets once', () => {
    const GUARDIAN_DATA_DIR = path.join(folder, 'data');
    const config = loadConfig({ GUARDIAN_DATA_DIR });
    expect(config).toEqual({
      mode: 'demo',
      dataDir: GUARDIAN_DATA_DIR,
      logLevel: 'warn',
      web: { host: '127.0.0.1', port: 3000, publicAddress: undefined, trustedProxies: [] },
      signIn: undefined,
      worker: { healthPort: 0 },
      database: { url: undefined },
      eventStore: { url: undefined },
      secrets: {
        session: expect.stringMatching(/^[0-9a-f]{64}$/),
        lookupKey: expect.stringMatching(/^[0-9a-f]{64}$/),
        masterKeys: [expect.stringMatching(/^[0-9a-f]{64}$/)],
      },
      checkpoints: { folder: path.join(GUARDIAN_DATA_DIR, 'checkpoints'), keyFile: path.join(GUARDIAN_DATA_DIR, 'checkpoint-key.pem') },
    });
    expect(config.secrets.session).not.toBe(config.secrets.lookupKey);
    expect(loadConfig({ GUARDIAN_DATA_DIR }).secrets).toEqual(config.secrets);
    const key = readFileSync(config.checkpoints.keyFile, 'utf8');
    expect(createPrivateKey(key).asymmetricKeyType).toBe('ed25519');
    loadConfig({ GUARDIAN_DATA_DIR });
    expect(readFileSync(config.checkpoints.keyFile, 'utf8')).toBe(key);
    for (const name of ['lookup-key', 'master-key', 'checkpoint-key.pem']) {
      expect(statSync(path.join(GUARDIAN_DATA_DIR, name)).mode & 0o777).toBe(0o600);
    }
  });

  it('takes production values as they are, and writes nothing', () => {
    const config = loadConfig({
      ...production,
      GUARDIAN_HOST: '0.0.0.0',
      GUARDIAN_PORT: '8080',
      GUARDIAN_WORKER_HEALTH_PORT: '8081',
      GUARDIAN_DATA_DIR: '/nowhere',
      GUARDIAN_OIDC_PROFILE: 'cis2',
      GUARDIAN_TRUSTED_PROXIES: '10.0.0.5, 10.1.0.0/16,::1',
    });
    expect(config).toEqual({
      mode: 'production',
      dataDir: '/nowhere',
      logLevel: 'info',
      web: { host: '0.0.0.0', port: 8080, publicAddress: 'https://guardian.example', trustedProxies: ['10.0.0.5', '10.1.0.0/16', '::1'] },
      signIn: { issuer: 'https://care.example/oauth2', clientId: 'guardian', clientSecret: 'c'.repeat(16), profile: 'cis2' },
      worker: { healthPort: 8081 },
      database: { url: 'postgres://guardian@db.example/guardian' },
      eventStore: { url: undefined },
      secrets: {
        session: 'ssssssssssssssssssssssssssssssss',
        lookupKey: 'kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk',
        masterKeys: ['ab'.repeat(32)],
      },
      checkpoints: { folder: '/safe/checkpoints', keyFile: '/keys/checkpoint-key.pem' },
    });
  });

  it('has no default for a secret or for the database in production', () => {
    expect(problem({ GUARDIAN_MODE: 'production', GUARDIAN_SESSION_SECRET: '' })).toBe(
      'The configuration is not right: DATABASE_URL must be a postgres:// address; production mode needs one; ' +
        'GUARDIAN_SESSION_SECRET must be at least 32 characters; production mode needs one; ' +
        'GUARDIAN_LOOKUP_KEY must be at least 32 characters; production mode needs one; ' +
        'GUARDIAN_MASTER_KEY must be 64 hexadecimal digits; production mode needs it, or GUARDIAN_MASTER_KEY_FILE; ' +
        'GUARDIAN_CHECKPOINTS must be a folder outside the database; production mode needs one; ' +
        'GUARDIAN_CHECKPOINT_KEY must be a file with an Ed25519 private key; production mode needs one; ' +
        'GUARDIAN_PUBLIC_URL must be the address that people open, without a path; production mode needs one; ' +
        'GUARDIAN_OIDC_ISSUER must be the address of an OpenID Connect provider; production mode needs one; ' +
        'GUARDIAN_OIDC_CLIENT_ID must be the name by which the provider knows Guardian; production mode needs one; ' +
        'GUARDIAN_OIDC_CLIENT_SECRET must be at least 16 characters; production mode needs one.',
    );
  });

  it('takes the master keys from a file too: the one in use, then those of before', () => {
    const file = path.join(folder, 'master-keys');
    const fromFile = () => ({ ...production, GUARDIAN_MASTER_KEY: '', GUARDIAN_MASTER_KEY_FILE: file });
    expect(problem(fromFile())).toMatch(/^The file in GUARDIAN_MASTER_KEY_FILE cannot be read: ENOENT/);
    writeFileSync(file, `${'12'.repeat(32)}\n${'34'.repeat(32)}\n`);
    expect(loadConfig(fromFile()).secrets.masterKeys).toEqual(['12'.repeat(32), '34'.repeat(32)]);
    writeFileSync(file, 'hunter2');
    expect(problem(fromFile())).toBe('The configuration is not right: GUARDIAN_MASTER_KEY_FILE must hold 64 hexadecimal digits.');
  });

  it('names every variable that is wrong and shows no value', () => {
    expect(
      problem({
        ...production,
        GUARDIAN_PORT: '0',
        GUARDIAN_HOST: 'localhost',
        GUARDIAN_WORKER_HEALTH_PORT: 'http',
        DATABASE_URL: 'mysql://root:hunter2@db',
        GUARDIAN_LOOKUP_KEY: 'hunter2',
        GUARDIAN_LOG_LEVEL: 'loud',
      }),
    ).toBe(
      'The configuration is not right: GUARDIAN_PORT must be a port from 1 to 65535; ' +
        'GUARDIAN_HOST must be the IP address to listen on: 127.0.0.1 for this computer alone, 0.0.0.0 for all that reach it; ' +
        'GUARDIAN_WORKER_HEALTH_PORT must be a port, or 0 for any that is free; ' +
        'DATABASE_URL must be a postgres:// address; production mode needs one; ' +
        'GUARDIAN_LOOKUP_KEY must be at least 32 characters; production mode needs one; ' +
        'GUARDIAN_LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.',
    );
    expect(problem({ ...production, GUARDIAN_MODE: 'live' })).toBe(
      'The configuration is not right: GUARDIAN_MODE must be demo or production.',
    );
  });

  it.each([
    [{ GUARDIAN_PUBLIC_URL: 'http://guardian.example' }, 'GUARDIAN_PUBLIC_URL must begin with https:// in production mode'],
    [
      { GUARDIAN_PUBLIC_URL: 'https://guardian.example/' },
      'GUARDIAN_PUBLIC_URL must be the address that people open, without a path; production mode needs one',
    ],
    [{ GUARDIAN_OIDC_ISSUER: 'http://127.0.0.1:3000/x' }, 'GUARDIAN_OIDC_ISSUER must begin with https:// in production mode'],
    [
      { GUARDIAN_OIDC_ISSUER: 'https://g.example/demonstration/provider' },
      'GUARDIAN_OIDC_ISSUER must not be the provider of the demonstration in production mode',
    ],
    [{ GUARDIAN_OIDC_PROFILE: 'nhs' }, 'GUARDIAN_OIDC_PROFILE must be one of standard, cis2'],
  ])('logs nobody in over a plain or invented way: %j', (variables, said) => {
    expect(problem({ ...production, ...variables })).toBe(`The configuration is not right: ${said}.`);
  });

  it.each(['proxy.example', '10.0.0.5;10.0.0.6', '0.0.0.0/0', '::/0', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.5,', 'true'])(
    'does not let "%s" say where requests come from',
    (GUARDIAN_TRUSTED_PROXIES) => {
      expect(problem({ ...production, GUARDIAN_TRUSTED_PROXIES })).toBe(
        'The configuration is not right: GUARDIAN_TRUSTED_PROXIES must be the IP addresses of what stands before Guardian, such as ' +
          '10.0.0.5 or 10.0.0.0/24, with commas between them.',
      );
    },
  );

  describe('of EventStoreDB', () => {
    const withUrl = (EVENTSTORE_URL: string, more: Record<string, string> = {}) => problem({ ...production, EVENTSTORE_URL, ...more });

    it.each([
      'esdb://localhost:2113',
      'esdb://guardian:secret%3A%40%2F@a.example:2113,b.example:2113,c.example:2113?tlsCAFile=%2Fetc%2Fca.pem',
      'esdb+discover://guardian:secret@cluster.example?tls=true&nodePreference=leader',
    ])('takes %s', (url) => {
      expect(withUrl(url)).toBe('none');
      expect(loadConfig({ ...production, EVENTSTORE_URL: url }).eventStore).toEqual({ url });
    });

    it.each([
      ['kurrentdb://localhost', 'be an esdb:// or esdb+discover:// address; kurrentdb:// is for a client that Guardian does not use'],
      ['localhost:2113', 'be an esdb:// or esdb+discover:// address; kurrentdb:// is for a client that Guardian does not use'],
      ['esdb://guardian:sec:ret@localhost', 'have : @ and / in its user and password percent-encoded'],
      ['esdb://guardian:sec@ret@localhost', 'have : @ and / in its user and password percent-encoded'],
    ])('does not take %s', (url, reason) => {
      expect(withUrl(url)).toBe(`The configuration is not right: EVENTSTORE_URL must ${reason}.`);
    });

    it.each([
      ['tlsVerifyCert=false', 'must not say tlsVerifyCert=false, which has no effect: name tlsCAFile'],
      ['throwOnAppendFailure=false', 'must not set throwOnAppendFailure'],
      ['tls=false', 'must not say tls=false in production mode: the password would not be sent and patient data be readable'],
    ])('does not take %s in it', (option, reason) => {
      expect(withUrl(`esdb://localhost:2113?nodePreference=leader&${option}`)).toBe(
        `The configuration is not right: EVENTSTORE_URL ${reason}.`,
      );
    });

    it('may go without TLS in demo mode', () => {
      const demo = { GUARDIAN_DATA_DIR: path.join(folder, 'data'), EVENTSTORE_URL: 'esdb://localhost:2113?tls=false', DEBUG: 'esdb:*' };
      expect(problem(demo)).toBe('none');
    });

    it.each(['esdb:*', '*', 'express,esdb:command', 'express:*'])('does not let DEBUG=%s print it in production mode', (DEBUG) => {
      expect(withUrl('esdb://localhost', { DEBUG })).toBe(
        'The configuration is not right: DEBUG must not name esdb or * in production mode: it would print passwords and whole events.',
      );
    });
  });

  it('says in one line that the data folder cannot be used', () => {
    const file = path.join(folder, 'a-file');
    writeFileSync(file, '');
    expect(problem({ GUARDIAN_DATA_DIR: file })).toMatch(/^The folder .*a-file \(GUARDIAN_DATA_DIR\) cannot be used: .*$/);
  });

  it('cannot be altered by whoever is given it', () => {
    const config = loadConfig(production) as { web: { port: number } };
    expect(() => {
      config.web.port = 1;
    }).toThrow(TypeError);
  });

  it('is described in full by .env.example', () => {
    const described = readFileSync(path.join(__dirname, '.env.example'), 'utf8').match(/^[A-Z_]+(?==)/gm);
    expect(described?.sort()).toEqual([
      'DATABASE_URL',
      'DEBUG',
      'EVENTSTORE_URL',
      'GUARDIAN_CHECKPOINTS',
      'GUARDIAN_CHECKPOINT_KEY',
      'GUARDIAN_DATA_DIR',
      'GUARDIAN_HOST',
      'GUARDIAN_LOG_LEVEL',
      'GUARDIAN_LOOKUP_KEY',
      'GUARDIAN_MASTER_KEY',
      'GUARDIAN_MASTER_KEY_FILE',
      'GUARDIAN_MODE',
      'GUARDIAN_OIDC_CLIENT_ID',
      'GUARDIAN_OIDC_CLIENT_SECRET',
      'GUARDIAN_OIDC_ISSUER',
      'GUARDIAN_OIDC_PROFILE',
      'GUARDIAN_PORT',
      'GUARDIAN_PUBLIC_URL',
      'GUARDIAN_SESSION_SECRET',
      'GUARDIAN_TRUSTED_PROXIES',
      'GUARDIAN_WORKER_HEALTH_PORT',
    ]);
  });
});
