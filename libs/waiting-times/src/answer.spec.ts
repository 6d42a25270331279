import { answerCase } from './answer';
import { DEFAULT_SETTINGS } from './clocks';

const answer = (given: unknown) => answerCase(given, DEFAULT_SETTINGS);

it('a case is answered under its own id', () =>
  expect(
    answer({ id: 'x', as_of: '2025-03-10', events: [{ date: '2025-03-03', event: 'referral_received', service: 'consultant_led' }] }),
  ).toMatchObject({ id: 'x', rtt: { clock_state: 'running', days_waited: 7 } }));

it.each([
  [{ id: 'x', as_of: '2025-03-10', events: [{ date: '2025-02-30', event: 'died' }] }, 'x', 'events[0].date'],
  [{ id: 7, as_of: 'soon', events: [] }, '7', expect.any(String)],
  [{ as_of: '2025-03-10', events: [] }, null, expect.any(String)],
  [{ id: {}, as_of: '2025-03-10', events: [] }, null, expect.any(String)],
  [null, null, expect.any(String)],
  ['a case', null, expect.any(String)],
])('%j is answered with what is wrong in its place', (given, id, path) =>
  expect(answer(given)).toEqual({ id, error: { path: path as string, message: expect.any(String) as string } }),
);
