const WIDTH = 30;

export interface ProgressBar {
  readonly show: (done: number, all: number) => void;
  /** Leaves the cursor on a line of its own. */
  readonly end: () => void;
}

/** At a terminal one line that grows; elsewhere a line for each tenth. */
export function progressBar(what: string, out: { isTTY?: boolean; write(text: string): unknown }): ProgressBar {
  let tenths = 0;
  let shown = '';
  return {
    show: (done, all) => {
      const part = all === 0 ? 1 : done / all;
      const counts = `${done.toLocaleString('en-GB')} of ${all.toLocaleString('en-GB')}`;
      if (out.isTTY) {
        const full = Math.round(part * WIDTH);
        const line = `\r${what} [${'#'.repeat(full)}${'-'.repeat(WIDTH - full)}] ${counts}`;
        if (line !== shown) out.write(line);
        shown = line;
      } else if (Math.floor(part * 10) > tenths) {
        tenths = Math.floor(part * 10);
        out.write(`${what}: ${counts}\n`);
      }
    },
    end: () => {
      if (out.isTTY && shown !== '') out.write('\n');
    },
  };
}
