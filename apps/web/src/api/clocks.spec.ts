import { startTestWeb, type TestWeb } from '../../../../test/support/web';

let web: TestWeb;
beforeAll(async () => {
  web = await startTestWeb();
}, 60_000);
afterAll(() => web?.close());

const REFERRED = { date: '2025-03-03', event: 'referral_received', service: 'consultant_led' };
const ask = async (body: unknown): Promise<{ status: number; body: unknown }> => {
  const { status, text } = await web.visitor().json('POST', '/api/v1/clocks', body);
  return { status, body: JSON.parse(text) as unknown };
};

it('answers each case, or says what is wrong with it, to whoever asks', async () => {
  const cases = [
    { id: 'x', as_of: '2025-04-10', events: [REFERRED] },
    { id: 'y', as_of: '2025-04-10', events: [{ ...REFERRED, event: 'referal' }] },
    { id: null, as_of: '2025-04-10', events: null },
  ];
  expect(await ask({ cases })).toEqual({
    status: 200,
    body: {
      results: [
        expect.objectContaining({ id: 'x', rtt: expect.objectContaining({ days_waited: 38, rtt_week_band: '5-6' }) as object }),
        { id: 'y', error: { path: 'events[0].event', message: '"referal" is not a fact that the clocks know' } },
        { id: null, error: { path: 'id', message: 'must be a text that names the case' } },
      ],
    },
  });
});

it('other readings of the national texts hold for all cases', async () => {
  const missed = { date: '2025-05-01', event: 'dna_subsequent' };
  const discharged = { date: '2025-05-09', event: 'discharged_to_primary_care', dna_conditions_met: true, communicated_to_patient: true };
  const cases = [{ id: 'x', as_of: '2025-06-01', events: [REFERRED, missed, discharged] }];
  const stop = (on: string) => ({ body: { results: [{ rtt: { clock_stop: on } }] } });
  expect(await ask({ cases })).toMatchObject(stop('2025-05-09'));
  expect(await ask({ readings: { CF1: 'missed_date' }, cases })).toMatchObject(stop('2025-05-01'));
});

it.each([
  [{}, 'cases', 'must be a list of cases'],
  [[], 'cases', 'must be a list of cases'],
  [{ cases: {} }, 'cases', 'must be a list of cases'],
  [{ cases: [], reading: {} }, 'reading', 'is not a field that this takes'],
  [{ cases: [], readings: { CF1: 'never' } }, 'readings.CF1', 'Select CF1 from the list'],
  [{ cases: [], readings: { CF10: 'never' } }, 'readings.CF10', 'is not a field that this takes'],
])('%j is refused as a whole', async (body, field, message) => {
  expect(await ask(body)).toMatchObject({ status: 400, body: { code: 'InputRefused', errors: [{ field, message }] } });
});

it('more than fits is refused', async () => {
  const events = Array.from({ length: 12 }, () => REFERRED);
  const cases = Array.from({ length: 100 }, (_, index) => ({ id: String(index), as_of: '2025-04-10', events }));
  expect((await ask({ cases })).status).toBe(413);
});
