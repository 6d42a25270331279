import type { CopyProgress } from '@guardian/event-store';
import { type ProgressBar, progressBar } from './progress-bar';

/** One bar for each thing that is done; only a number where it is not known yet how many events there are. */
export function copyTeller(out: { isTTY?: boolean; write(text: string): unknown }): {
  readonly tell: (progress: CopyProgress) => void;
  readonly end: () => void;
} {
  let shown: { what: string; bar: ProgressBar } | undefined;
  const end = (): void => {
    shown?.bar.end();
    shown = undefined;
  };
  return {
    tell: ({ what, done, all }) => {
      if (shown?.what !== what) {
        end();
        shown = { what, bar: all === undefined ? counter(what, out) : progressBar(what, out) };
      }
      shown.bar.show(done, all ?? done);
    },
    end,
  };
}

/** At a terminal only: elsewhere the last number, when the next thing begins. */
function counter(what: string, out: { isTTY?: boolean; write(text: string): unknown }): ProgressBar {
  let line = '';
  return {
    show: (done) => {
      line = `${what}: ${done.toLocaleString('en-GB')} events`;
      if (out.isTTY) out.write(`\r${line}`);
    },
    end: () => out.write(out.isTTY ? '\n' : `${line}\n`),
  };
}
