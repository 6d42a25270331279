import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkEnvironment, ConfigProblem, type Environment, MASTER_KEYS } from './environment';

export interface GuardianConfig {
  /** `demo`: invented patients only, secrets made by Guardian itself. */
  readonly mode: Environment['GUARDIAN_MODE'];
  /** Absolute path of the folder for what Guardian keeps outside a database server of its own. */
  readonly dataDir: string;
  readonly logLevel: NonNullable<Environment['GUARDIAN_LOG_LEVEL']>;
  /** Of the pages; `host` is the IP address that they listen on, `publicAddress` where browsers find them, no slash at the end. */
  readonly web: {
    readonly host: string;
    readonly port: number;
    readonly publicAddress: string | undefined;
    /** Addresses and networks of what stands before Guardian and says where a request came from. */
    readonly trustedProxies: readonly string[];
  };
  /** The OpenID Connect provider; undefined in demo mode, which brings its own. */
  readonly signIn:
    | {
        readonly issuer: string;
        readonly clientId: string;
        readonly clientSecret: string;
        readonly profile: Environment['GUARDIAN_OIDC_PROFILE'];
      }
    | undefined;
  /** `healthPort`: TCP port of the worker's health page; 0 for any that is free. */
  readonly worker: { readonly healthPort: number };
  /** Undefined in demo mode without DATABASE_URL: `guardian start` then runs a PostgreSQL and tells its children. */
  readonly database: { readonly url: string | undefined };
  /** Undefined: the log is in PostgreSQL, in the same database as the read models. */
  readonly eventStore: { readonly url: string | undefined };
  /** At least 32 characters each. `lookupKey` keys the hash by which a patient is found from an NHS number. */
  readonly secrets: {
    readonly session: string;
    readonly lookupKey: string;
    /** 64 hexadecimal digits each: wrap the data keys of patients. The first is in use, the others are those of before. */
    readonly masterKeys: readonly string[];
  };
  /** Absolute paths: of the folder for the signed checkpoints, and of the file with the Ed25519 private key that signs them, in PEM form. */
  readonly checkpoints: { readonly folder: string; readonly keyFile: string };
}

/**
 * The whole configuration, checked once and frozen. In demo mode a missing secret is made and kept in the data folder, readable by
 * its owner only. Throws ConfigProblem, in one line, that names every variable which is wrong.
 */
export function loadConfig(variables: Readonly<Record<string, string | undefined>> = process.env): GuardianConfig {
  const environment = checkEnvironment(variables);
  const dataDir = path.resolve(environment.GUARDIAN_DATA_DIR);
  return Object.freeze({
    mode: environment.GUARDIAN_MODE,
    dataDir,
    logLevel: environment.GUARDIAN_LOG_LEVEL ?? (environment.GUARDIAN_MODE === 'demo' ? 'warn' : 'info'),
    web: Object.freeze({
      ...{ host: environment.GUARDIAN_HOST, port: Number(environment.GUARDIAN_PORT) },
      publicAddress: environment.GUARDIAN_PUBLIC_URL,
      trustedProxies: Object.freeze(environment.GUARDIAN_TRUSTED_PROXIES?.split(',').map((one) => one.trim()) ?? []),
    }),
    signIn: environment.GUARDIAN_MODE === 'demo' ? undefined : Object.freeze(signIn(environment)),
    worker: Object.freeze({ healthPort: Number(environment.GUARDIAN_WORKER_HEALTH_PORT) }),
    database: Object.freeze({ url: environment.DATABASE_URL }),
    eventStore: Object.freeze({ url: environment.EVENTSTORE_URL }),
    secrets: Object.freeze({
      session: environment.GUARDIAN_SESSION_SECRET ?? kept(dataDir, 'session-secret', newSecret).text,
      lookupKey: environment.GUARDIAN_LOOKUP_KEY ?? kept(dataDir, 'lookup-key', newSecret).text,
      masterKeys: Object.freeze(masterKeys(environment, dataDir)),
    }),
    checkpoints: Object.freeze({
      folder: path.resolve(environment.GUARDIAN_CHECKPOINTS ?? path.join(dataDir, 'checkpoints')),
      keyFile: path.resolve(environment.GUARDIAN_CHECKPOINT_KEY ?? kept(dataDir, 'checkpoint-key.pem', newSigningKey).file),
    }),
  });
}

const signIn = ({
  GUARDIAN_OIDC_ISSUER: issuer = '',
  GUARDIAN_OIDC_CLIENT_ID: clientId = '',
  GUARDIAN_OIDC_CLIENT_SECRET: clientSecret = '',
  GUARDIAN_OIDC_PROFILE: profile,
}: Environment) => ({ issuer, clientId, clientSecret, profile });

function masterKeys({ GUARDIAN_MASTER_KEY: given, GUARDIAN_MASTER_KEY_FILE: file }: Environment, dataDir: string): string[] {
  const text = file ? textOf(file) : (given ?? kept(dataDir, 'master-key', newSecret).text);
  if (!MASTER_KEYS.test(text))
    throw new ConfigProblem('The configuration is not right: GUARDIAN_MASTER_KEY_FILE must hold 64 hexadecimal digits.');
  return text.toLowerCase().split(/[,\s]+/);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new ConfigProblem(`The file in GUARDIAN_MASTER_KEY_FILE cannot be read: ${(error as Error).message}`);
  }
}

/** This process's environment with some variables set anew: for a child process. */
export function environmentWith(variables: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...variables };
}

const newSecret = (): string => `${randomBytes(32).toString('hex')}\n`;
const newSigningKey = (): string => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

function kept(dataDir: string, name: string, make: () => string): { readonly file: string; readonly text: string } {
  const file = path.join(dataDir, name);
  try {
    mkdirSync(dataDir, { recursive: true });
    // never over another's: two processes that start together must end with the same secret
    writeFileSync(file, make(), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(dataDir, error);
  }
  try {
    return { file, text: readFileSync(file, 'utf8').trim() };
  } catch (error) {
    throw unusable(dataDir, error);
  }
}

const unusable = (dataDir: string, error: unknown) =>
  new ConfigProblem(`The folder ${dataDir} (GUARDIAN_DATA_DIR) cannot be used: ${(error as Error).message}`);
