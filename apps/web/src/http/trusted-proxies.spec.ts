// Who asks, behind a proxy: limits are for each of them, and the read audit names them.
import { startTestWeb, type TestWeb } from '../../../../test/support/web';

const started: TestWeb[] = [];
afterAll(() => Promise.all(started.map((web) => web.close())));

/** How many of ten requests are answered, three a minute being the limit of one address; `from` tells what the proxy says of the nth. */
async function answered(trustedProxies: readonly string[], from: (n: number) => string): Promise<number> {
  const web = await startTestWeb({ requestsPerMinute: 3, trustedProxies });
  started.push(web);
  const statuses: number[] = [];
  for (let n = 0; n < 10; n++) statuses.push((await fetch(`${web.address}/help`, { headers: { 'x-forwarded-for': from(n) } })).status);
  return statuses.filter((status) => status === 200).length;
}

it('each address has its own limit when the proxy that tells it is trusted', async () => {
  expect(await answered(['10.1.0.0/16', '127.0.0.1'], (n) => `192.0.2.${n}`)).toBe(10);
});

it('nobody gets another limit by saying so', async () => {
  expect(await answered([], (n) => `192.0.2.${n}`)).toBe(3);
  expect(await answered(['10.1.0.0/16'], (n) => `192.0.2.${n}`)).toBe(3);
  // the proxy adds whom it saw to what it was told
  expect(await answered(['127.0.0.1'], (n) => `192.0.2.${n}, 198.51.100.7`)).toBe(3);
});
