import { Progress } from './progress';

function shown(isTTY: boolean, ...moments: [atMs: number, done: number][]): string {
  let text = '';
  let now = 0;
  const progress = new Progress(200, { isTTY, write: (more: string) => (text += more) }, () => now);
  for (const [atMs, done] of moments) {
    now = atMs;
    progress.show(done);
  }
  return text;
}

describe('progress', () => {
  it('moves a bar on a terminal', () => {
    expect(shown(true, [150, 100], [160, 101], [300, 200])).toBe(
      '\r[###############               ] 100 of 200 cases\r[##############################] 200 of 200 cases\n',
    );
  });

  it('writes a line every 5 seconds, and the last one, where there is no terminal', () => {
    expect(shown(false, [1_000, 20], [5_000, 90], [6_000, 110], [7_000, 200])).toBe('90 of 200 cases\n200 of 200 cases\n');
  });
});
