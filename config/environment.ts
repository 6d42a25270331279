import {
  IsIn,
  isIP,
  IsIP,
  IsOptional,
  IsPort,
  IsString,
  Matches,
  MinLength,
  NotEquals,
  ValidateBy,
  ValidateIf,
  validateSync,
} from 'class-validator';

const MODES = ['demo', 'production'] as const;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const PROFILES = ['standard', 'cis2'] as const;
/** The one in use first, then those of before. */
export const MASTER_KEYS = /^[0-9a-f]{64}([,\s]+[0-9a-f]{64})*$/i;
const PLAIN = /^http:/;

/** A configuration that Guardian cannot start with. The message names the variables and never shows a value. */
export class ConfigProblem extends Error {}

const inProduction = (environment: Environment, value: unknown) => environment.GUARDIAN_MODE === 'production' || value !== undefined;

/** Refuses a value that has `forbidden` in it, in production mode only. */
const NotInProduction = (forbidden: RegExp, message: string) =>
  ValidateBy(
    {
      name: 'notInProduction',
      validator: {
        validate: (value, made) => (made?.object as Environment).GUARDIAN_MODE !== 'production' || !forbidden.test(String(value)),
      },
    },
    { message },
  );

const Proxies = () =>
  ValidateBy(
    { name: 'proxies', validator: { validate: (value) => String(value).split(',').every(isProxy) } },
    { message: 'must be the IP addresses of what stands before Guardian, such as 10.0.0.5 or 10.0.0.0/24, with commas between them' },
  );

function isProxy(text: string): boolean {
  const [address = '', bits = '32', ...more] = text.trim().split('/');
  // a network of everybody would let anybody say where they come from
  return isIP(address) && /^\d{1,3}$/.test(bits) && Number(bits) >= 8 && Number(bits) <= (isIP(address, 4) ? 32 : 128) && more.length === 0;
}

/** The environment as it comes: text. An empty variable counts as one that is not set. */
export class Environment {
  @IsIn(MODES, { message: 'must be demo or production' })
  readonly GUARDIAN_MODE: (typeof MODES)[number] = 'demo';

  @IsPort({ message: 'must be a port from 1 to 65535' })
  @NotEquals('0', { message: 'must be a port from 1 to 65535' })
  readonly GUARDIAN_PORT: string = '3000';

  @IsIP(undefined, { message: 'must be the IP address to listen on: 127.0.0.1 for this computer alone, 0.0.0.0 for all that reach it' })
  readonly GUARDIAN_HOST: string = '127.0.0.1';

  @IsPort({ message: 'must be a port, or 0 for any that is free' })
  readonly GUARDIAN_WORKER_HEALTH_PORT: string = '0';

  readonly GUARDIAN_DATA_DIR: string = 'data';

  @ValidateIf((environment: Environment) => inProduction(environment, environment.DATABASE_URL))
  @Matches(/^postgres(ql)?:\/\/\S+$/, { message: 'must be a postgres:// address; production mode needs one' })
  readonly DATABASE_URL?: string;

  @IsOptional()
  @Matches(/^esdb(\+discover)?:\/\/\S+$/, {
    message: 'must be an esdb:// or esdb+discover:// address; kurrentdb:// is for a client that Guardian does not use',
  })
  @Matches(/^[^/]*\/\/(?:[^:@/]+:[^:@/]+@)?[^@]*$/, { message: 'must have : @ and / in its user and password percent-encoded' })
  @Matches(/^(?!.*[?&]tls_?verify_?cert=false)/i, { message: 'must not say tlsVerifyCert=false, which has no effect: name tlsCAFile' })
  @Matches(/^(?!.*[?&]throw_?on_?append_?failure=)/i, { message: 'must not set throwOnAppendFailure' })
  @NotInProduction(
    /[?&]tls=false/i,
    'must not say tls=false in production mode: the password would not be sent and patient data be readable',
  )
  readonly EVENTSTORE_URL?: string;

  @IsOptional()
  @NotInProduction(/\*|esdb/, 'must not name esdb or * in production mode: it would print passwords and whole events')
  readonly DEBUG?: string;

  @ValidateIf((environment: Environment) => inProduction(environment, environment.GUARDIAN_SESSION_SECRET))
  @MinLength(32, { message: 'must be at least 32 characters; production mode needs one' })
  readonly GUARDIAN_SESSION_SECRET?: string;

  @ValidateIf((environment: Environment) => inProduction(environment, environment.GUARDIAN_LOOKUP_KEY))
  @MinLength(32, { message: 'must be at least 32 characters; production mode needs one' })
  readonly GUARDIAN_LOOKUP_KEY?: string;

  @ValidateIf(
    (environment: Environment) => inProduction(environment, environment.GUARDIAN_MASTER_KEY) && !environment.GUARDIAN_MASTER_KEY_FILE,
  )
  @Matches(MASTER_KEYS, { message: 'must be 64 hexadecimal digits; production mode needs it, or GUARDIAN_MASTER_KEY_FILE' })
  readonly GUARDIAN_MASTER_KEY?: string;

  readonly GUARDIAN_MASTER_KEY_FILE?: string;

  @ValidateIf((environment: Environment) => inProduction(environment, environment.GUARDIAN_CHECKPOINTS))
  @IsString({ message: 'must be a folder outside the database; production mode needs one' })
  readonly GUARDIAN_CHECKPOINTS?: string;

  @ValidateIf((environment: Environment) => inProduction(environment, environment.GUARDIAN_CHECKPOINT_KEY))
  @IsString({ message: 'must be a file with an Ed25519 private key; production mode needs one' })
  readonly GUARDIAN_CHECKPOINT_KEY?: string;

  @ValidateIf((environment: Environment) => inProduction(environment, environment.GUARDIAN_PUBLIC_URL))
  @Matches(/^https?:\/\/[^/?#\s@]+$/, { message: 'must be the address that people open, without a path; production mode needs one' })
  @NotInProduction(PLAIN, 'must begin with https:// in production mode')
  readonly GUARDIAN_PUBLIC_URL?: string;

  @IsOptional()
  @Proxies()
  readonly GUARDIAN_TRUSTED_PROXIES?: string;

  @ValidateIf((environment: Environment) => inProduction(environment, environment.GUARDIAN_OIDC_ISSUER))
  @Matches(/^https?:\/\/[^?#\s@]+$/, { message: 'must be the address of an OpenID Connect provider; production mode needs one' })
  @NotInProduction(PLAIN, 'must begin with https:// in production mode')
  @NotInProduction(/\/demonstration\/provider/, 'must not be the provider of the demonstration in production mode')
  readonly GUARDIAN_OIDC_ISSUER?: string;

  @ValidateIf((environment: Environment) => inProduction(environment, environment.GUARDIAN_OIDC_CLIENT_ID))
  @MinLength(1, { message: 'must be the name by which the provider knows Guardian; production mode needs one' })
  readonly GUARDIAN_OIDC_CLIENT_ID?: string;

  @ValidateIf((environment: Environment) => inProduction(environment, environment.GUARDIAN_OIDC_CLIENT_SECRET))
  @MinLength(16, { message: 'must be at least 16 characters; production mode needs one' })
  readonly GUARDIAN_OIDC_CLIENT_SECRET?: string;

  @IsIn(PROFILES, { message: `must be one of ${PROFILES.join(', ')}` })
  readonly GUARDIAN_OIDC_PROFILE: (typeof PROFILES)[number] = 'standard';

  @IsOptional()
  @IsIn(LOG_LEVELS, { message: `must be one of ${LOG_LEVELS.join(', ')}` })
  readonly GUARDIAN_LOG_LEVEL?: (typeof LOG_LEVELS)[number];
}

/** Throws ConfigProblem with every variable that is wrong. */
export function checkEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const known = Object.keys(NAMES).filter((name) => variables[name]);
  const environment = Object.assign(new Environment(), Object.fromEntries(known.map((name) => [name, variables[name]])));
  const problems = validateSync(environment).map(
    ({ property, constraints }) => `${property} ${Object.values(constraints ?? {})[0] ?? 'is not right'}`,
  );
  if (problems.length > 0) throw new ConfigProblem(`The configuration is not right: ${problems.join('; ')}.`);
  return environment;
}

const NAMES: Record<keyof Environment, true> = {
  GUARDIAN_MODE: true,
  GUARDIAN_PORT: true,
  GUARDIAN_HOST: true,
  GUARDIAN_WORKER_HEALTH_PORT: true,
  GUARDIAN_DATA_DIR: true,
  DATABASE_URL: true,
  EVENTSTORE_URL: true,
  DEBUG: true,
  GUARDIAN_SESSION_SECRET: true,
  GUARDIAN_LOOKUP_KEY: true,
  GUARDIAN_MASTER_KEY: true,
  GUARDIAN_MASTER_KEY_FILE: true,
  GUARDIAN_CHECKPOINTS: true,
  GUARDIAN_CHECKPOINT_KEY: true,
  GUARDIAN_PUBLIC_URL: true,
  GUARDIAN_TRUSTED_PROXIES: true,
  GUARDIAN_OIDC_ISSUER: true,
  GUARDIAN_OIDC_CLIENT_ID: true,
  GUARDIAN_OIDC_CLIENT_SECRET: true,
  GUARDIAN_OIDC_PROFILE: true,
  GUARDIAN_LOG_LEVEL: true,
};
