import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Problem } from './problem';

export interface Supervised {
  /** Rejects with Problem when the process keeps ending before `ready` was called. */
  readonly gaveUp: Promise<never>;
  /** From now on it is started again however often it ends. */
  ready(): void;
  /** Asks it to end, and ends it after 10 s. It is not started again. */
  stop(): Promise<void>;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
const CALM_MS = 60_000;
const TRIES_BEFORE_READY = 3;
const PATIENCE_MS = 10_000;

/**
 * Runs a Node program as a child and starts it again when it ends, after a wait that doubles with each crash.
 * The child has an IPC channel: its `disconnect` is how it learns that this process is gone.
 */
export function supervise(name: string, file: string, env: NodeJS.ProcessEnv, say: (line: string) => void): Supervised {
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let crashes = 0;
  let isReady = false;
  let isStopping = false;
  let giveUp: (problem: Problem) => void;
  const gaveUp = new Promise<never>((_resolve, reject) => (giveUp = reject));
  gaveUp.catch(() => undefined);

  const launch = () => {
    const startedAt = Date.now();
    child = fork(file, [], { env, execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    child.once('exit', (code, signal) => {
      child = undefined;
      if (isStopping) return;
      if (Date.now() - startedAt > CALM_MS) crashes = 0;
      const end = `${name} ended (${signal ?? `code ${code}`})`;
      if (!isReady && ++crashes >= TRIES_BEFORE_READY) {
        giveUp(new Problem(`${end} ${crashes} times before it was ready.`));
        return;
      }
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (isReady ? crashes++ : crashes - 1));
      say(`${end}: starting it again in ${wait / 1000} s`);
      timer = setTimeout(launch, wait);
    });
  };
  launch();

  return {
    gaveUp,
    ready: () => {
      isReady = true;
      crashes = 0;
    },
    stop: async () => {
      isStopping = true;
      clearTimeout(timer);
      if (child === undefined) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const patience = setTimeout(() => child?.kill('SIGKILL'), PATIENCE_MS);
      await ended;
      clearTimeout(patience);
    },
  };
}
