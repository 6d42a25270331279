import { run } from './verb';

describe('guardian demo', () => {
  it.each([
    [['--cases', '0'], '--cases must be a whole number from 1 to 100000.'],
    [['--cases', '2e3'], '--cases must be a whole number from 1 to 100000.'],
    [['--cases', '100001'], '--cases must be a whole number from 1 to 100000.'],
    [['--seed', '10'], '--seed must be a whole number from 1 to 9.'],
    [['--until', '2026-02-30'], '--until must be a day from 2026-01-01 to yesterday, as YYYY-MM-DD.'],
    [['--until', '2025-12-31'], '--until must be a day from 2026-01-01 to yesterday, as YYYY-MM-DD.'],
    [['--until', '2199-01-01'], '--until must be a day from 2026-01-01 to yesterday, as YYYY-MM-DD.'],
  ])('refuses %p before anything is started', async (args, message) => {
    await expect(run(args)).rejects.toThrow(message);
  });
});
