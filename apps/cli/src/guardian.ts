import { ConfigProblem } from '@guardian/config';
import { Problem } from './problem';

export interface Verb {
  /** One line for the list of verbs. */
  readonly help: string;
  /** `run` is given what follows the verb and answers with the exit code. */
  load(): Promise<{ run(args: string[]): Promise<number> }>;
}

/** `guardian <verb> …`. Answers with the exit code: 0 done, 1 it could not be done, 2 not understood. */
export async function guardian([name, ...args]: readonly string[], verbs: Readonly<Record<string, Verb>>): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    console.log(usage(verbs));
    return name === undefined ? 2 : 0;
  }
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (verb === undefined) {
    console.error(`guardian: there is no verb "${name}". Try guardian --help`);
    return 2;
  }
  try {
    return await (await verb.load()).run(args);
  } catch (error) {
    if (wasNotUnderstood(error)) {
      console.error(`guardian ${name}: ${(error as Error).message}`);
      return 2;
    }
    console.error('guardian:', error instanceof Problem || error instanceof ConfigProblem ? error.message : error);
    return 1;
  }
}

function usage(verbs: Readonly<Record<string, Verb>>): string {
  const width = Math.max(...Object.keys(verbs).map((name) => name.length));
  return ['Usage: guardian <verb>', '', ...Object.entries(verbs).map(([name, { help }]) => `  ${name.padEnd(width)}  ${help}`)].join('\n');
}

/** What node:util parseArgs throws for an option that the verb does not know. */
function wasNotUnderstood(error: unknown): boolean {
  return String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS');
}
