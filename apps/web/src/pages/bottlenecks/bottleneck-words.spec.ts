import { day } from '@guardian/kernel';
import type { BottleneckRow } from '@guardian/oversight';
import { findings, longestStep, stepCells, stepChart } from './bottleneck-words';

const row: BottleneckRow = {
  step: 'diagnostics',
  nextMover: 'diagnostics',
  inQueue: 112,
  pastLimit: 38,
  median: 41,
  nineInTen: 79,
  limit: 42,
  inPerWeek: 21,
  outPerWeek: 17.5,
  daysOverLimit: 1040,
};
const calm: BottleneckRow = {
  ...row,
  step: 'workup',
  nextMover: 'practice',
  pastLimit: 0,
  median: 9,
  inPerWeek: 18,
  outPerWeek: 18,
  daysOverLimit: 0,
};
const found = (rows: readonly BottleneckRow[], suppressed = false) =>
  findings({ rows, suppressed, from: day('2026-05-29'), to: day('2026-08-20'), weeks: 12, providers: [] });

describe('what the report found', () => {
  it('names the longest hold-up and the queue that grows fastest', () => {
    expect(found([row, calm])).toEqual([
      '“Waiting for tests” is the longest hold-up: 38 patients are past the limit, by 1,040 days in all.',
      'The queue that grows fastest is “Waiting for tests”: 3.5 more patients a week come in than go out.',
    ]);
  });

  it('says about where counts are rounded, and no count where it is hidden', () => {
    expect(found([row], true)[0]).toContain('about 38 patients are past the limit');
    expect(found([{ ...row, pastLimit: null, daysOverLimit: null }], true)[0]).toBe('“Waiting for tests” is the longest hold-up.');
  });

  it('says when nothing is past its limit and nothing grows', () => {
    expect(found([calm])).toEqual(['No step has patients past its limit.']);
    expect(found([])).toEqual([]);
  });

  it('tells which step takes longest, as far as anybody knows', () => {
    expect(longestStep([calm, row])).toBe('“Waiting for tests” takes longest: half of the patients leave it within 41 days');
    expect(longestStep([{ ...row, median: null }])).toBe('Days that each step takes');
  });
});

describe('its cells', () => {
  it('hold the figures, and the net of in and out', () => {
    expect(stepCells(row, false)).toEqual({
      step: 'Waiting for tests',
      owner: 'Diagnostics',
      inQueue: 112,
      pastLimit: 38,
      median: 41,
      nineInTen: 79,
      inPerWeek: 21,
      outPerWeek: 17.5,
      net: 3.5,
      daysOverLimit: 1040,
    });
  });

  it('say that a figure is not known yet, or hide it', () => {
    expect(stepCells({ ...row, median: null }, false).median).toBe('Not yet known');
    expect(stepCells({ ...row, inQueue: null, inPerWeek: null }, true)).toMatchObject({ inQueue: '*', inPerWeek: '*', net: '*' });
  });
});

describe('its chart', () => {
  it('draws a bar from the median to 9 in 10, a dot at the median and a tick at the limit, on an axis of days', () => {
    const svg = String(stepChart([row], 'Days'));
    // The axis ends at 80 days, at 96% of the width.
    expect(svg).toContain('<rect x="49.2%"');
    expect(svg).toContain('width="45.6%"');
    expect(svg).toContain('<circle cx="49.2%"');
    expect(svg).toContain('<line x1="50.4%"');
    expect(svg).toContain('>Half in 41 days, 9 in 10 in 79 days<');
    expect(svg).toMatch(/>80<.*>days</);
  });

  it('is left out where no median is known', () => {
    expect(stepChart([{ ...row, median: null }], 'Days')).toBeNull();
  });
});
