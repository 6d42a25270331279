import { Readable, Writable } from 'node:stream';
import { answerCases } from './clock';

const REFERRED = { date: '2025-03-03', event: 'referral_received', service: 'consultant_led' };

/** What is written, and the exit code or the refusal. */
async function clock(input: unknown): Promise<{ text: string; end: number | string }> {
  const text: string[] = [];
  const output = new Writable({ decodeStrings: false, write: (part: string, _, done) => done(void text.push(part)) });
  const bytes = Readable.from([Buffer.from(typeof input === 'string' ? input : JSON.stringify(input))]);
  const end = await answerCases(bytes as AsyncIterable<Buffer>, output).catch((error: Error) => error.message);
  return { text: text.join(''), end };
}

async function resultsOf(input: unknown): Promise<unknown> {
  return (JSON.parse((await clock(input)).text) as { results: unknown }).results;
}

describe('guardian clock', () => {
  it('answers each case, as the contract says', async () => {
    const cases = [{ id: 'x', as_of: '2025-04-10', events: [REFERRED] }];
    expect((await clock({ cases })).end).toBe(0);
    expect(await resultsOf({ cases })).toEqual([
      {
        id: 'x',
        rtt: expect.objectContaining({
          clock_state: 'running',
          clock_start: '2025-03-03',
          days_waited: 38,
          rtt_week_band: '5-6',
        }) as object,
        diagnostics: [],
        cancer: expect.objectContaining({ treatment_62: { state: 'not_applicable' } }) as object,
        explanation: [
          {
            on: '2025-03-03',
            clock: 'rtt',
            fact: 'referral_received',
            rule: 'RTT-S1',
            text: 'A consultant-led service received the referral.',
          },
        ],
        warnings: [],
      },
    ]);
  });

  it('a case that cannot be read has its error in its place, and the others are answered', async () => {
    const cases = [
      { id: 'bad date', as_of: '2025-04-10', events: [{ ...REFERRED, date: '2025-02-30' }] },
      { id: 7, as_of: '2025-04-10', events: [REFERRED] },
      { as_of: '2025-04-10', events: [] },
      null,
    ];
    expect((await clock({ cases })).end).toBe(1);
    expect(await resultsOf({ cases })).toEqual([
      { id: 'bad date', error: { path: 'events[0].date', message: 'must be a date that exists, as 2025-03-31' } },
      expect.objectContaining({ id: '7', warnings: [] }),
      { id: null, error: { path: 'id', message: 'must be a text that names the case' } },
      { id: null, error: { path: '', message: 'must be an object with id, as_of and events' } },
    ]);
  });

  it('no cases are no results', async () => expect(await clock({ cases: [] })).toEqual({ text: '{"results":[\n]}\n', end: 0 }));

  it('readings before the cases hold for all of them', async () => {
    const events = [
      REFERRED,
      { date: '2025-05-01', event: 'dna_subsequent' },
      { date: '2025-05-09', event: 'discharged_to_primary_care', dna_conditions_met: true, communicated_to_patient: true },
    ];
    const cases = [{ id: 'x', as_of: '2025-06-01', events }];
    const stops = async (input: object) => ((await resultsOf(input)) as { rtt: { clock_stop: string } }[]).map(({ rtt }) => rtt.clock_stop);
    expect(await stops({ cases })).toEqual(['2025-05-09']);
    expect(await stops({ readings: { CF1: 'missed_date' }, cases })).toEqual(['2025-05-01']);
  });

  it.each([
    ['{"readings":{"CF1":"never"},"cases":[]}', 'readings.CF1 must be one of discharge_date, missed_date.'],
    ['{"readings":{"CF1":["missed_date"]},"cases":[]}', 'readings.CF1 must be one of discharge_date, missed_date.'],
    ['{"readings":{"toString":1},"cases":[]}', 'readings.toString is not one of CF1, CF2, CF3, CF4, CF5, CF6, CF7, CF8, CF9.'],
    ['{"readings":[],"cases":[]}', 'readings must be an object.'],
    ['{"cases":[1],"readings":{}}', '"readings" must stand before "cases".'],
    ['{"cases":[],"readings":{}}', '"readings" must stand before "cases".'],
    ['{"reading":{},"cases":[]}', '"reading" does not belong beside "cases".'],
    ['{"cases":[1],"cases":[2]}', '"cases" must stand once.'],
    ['{}', '"cases" is missing.'],
    ['{"readings":{}}', '"cases" is missing.'],
    ['referrals.csv', 'the input must be JSON: {"cases":[…]}.'],
  ])('%s is refused as a whole, and nothing is written', async (input, end) => {
    expect(await clock(input)).toEqual({ text: '', end });
  });

  it('what breaks off in the middle does not look like a whole answer', async () => {
    const one = JSON.stringify({ id: 'x', as_of: '2025-04-10', events: [REFERRED] });
    const { text, end } = await clock(`{"cases":[${`${one},`.repeat(200)}`);
    expect(end).toBe(`the input ends in the middle, after ${10 + 200 * (one.length + 1)} bytes.`);
    expect(text.length).toBeGreaterThan(65_536);
    expect(() => JSON.parse(text) as unknown).toThrow();
  });

  it('reads no faster than its answers are taken', async () => {
    const one = Buffer.from(`${JSON.stringify({ id: 'x', as_of: '2025-04-10', events: [REFERRED] })},`);
    let given = 0;
    async function* input(): AsyncGenerator<Buffer> {
      yield Buffer.from('{"cases":[');
      for (; given < 10_000; given++) yield await Promise.resolve(one);
      yield Buffer.from('1]}');
    }
    let released: () => void = () => undefined;
    const stuck = new Promise<void>((resolve) => (released = resolve));
    const output = new Writable({ decodeStrings: false, write: (_part, _, done) => void stuck.then(() => done()) });
    const end = answerCases(input(), output);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(given).toBeLessThan(1_000);
    released();
    expect(await end).toBe(1);
    expect(given).toBe(10_000);
  });

  it('ends quietly when nobody reads on', async () => {
    const gone = new Writable({ write: (_part, _, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })) });
    const input = Readable.from([Buffer.from('{"cases":[]}')]) as AsyncIterable<Buffer>;
    expect(await answerCases(input, gone)).toBe(0);
  });
});
