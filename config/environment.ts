import { IsIn, IsOptional, IsPort, Matches, MinLength, NotEquals, ValidateIf, validateSync } from 'class-validator';

const MODES = ['demo', 'production'] as const;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** A configuration that Guardian cannot start with. The message names the variables and never shows a value. */
export class ConfigProblem extends Error {}

const inProduction = (environment: Environment, value: unknown) => environment.GUARDIAN_MODE === 'production' || value !== undefined;

/** The environment as it comes: text. An empty variable counts as one that is not set. */
export class Environment {
  @IsIn(MODES, { message: 'must be demo or production' })
  readonly GUARDIAN_MODE: (typeof MODES)[number] = 'demo';

  @IsPort({ message: 'must be a port from 1 to 65535' })
  @NotEquals('0', { message: 'must be a port from 1 to 65535' })
  readonly GUARDIAN_PORT: string = '3000';

  @IsPort({ message: 'must be a port, or 0 for any that is free' })
  readonly GUARDIAN_WORKER_HEALTH_PORT: string = '0';

  readonly GUARDIAN_DATA_DIR: string = 'data';

  @ValidateIf((environment: Environment) => inProduction(environment, environment.DATABASE_URL))
  @Matches(/^postgres(ql)?:\/\/\S+$/, { message: 'must be a postgres:// address; production mode needs one' })
  readonly DATABASE_URL?: string;

  @ValidateIf((environment: Environment) => inProduction(environment, environment.GUARDIAN_SESSION_SECRET))
  @MinLength(32, { message: 'must be at least 32 characters; production mode needs one' })
  readonly GUARDIAN_SESSION_SECRET?: string;

  @ValidateIf((environment: Environment) => inProduction(environment, environment.GUARDIAN_LOOKUP_KEY))
  @MinLength(32, { message: 'must be at least 32 characters; production mode needs one' })
  readonly GUARDIAN_LOOKUP_KEY?: string;

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
  GUARDIAN_WORKER_HEALTH_PORT: true,
  GUARDIAN_DATA_DIR: true,
  DATABASE_URL: true,
  GUARDIAN_SESSION_SECRET: true,
  GUARDIAN_LOOKUP_KEY: true,
  GUARDIAN_LOG_LEVEL: true,
};
