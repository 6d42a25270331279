import { day } from '@guardian/kernel';
import { PRIYA, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Visitor } from '../support/web';

let guardian: TestGuardian;
let priya: Visitor;
let late: TestCase;
beforeAll(async () => {
  guardian = await startTestGuardian();
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
  const raj = { code: 'RAJ', name: 'Mid and South Essex NHS Foundation Trust' };
  late = await guardian.takeIn({ referredOn: day('2026-03-02'), provider: raj, onListSince: day('2026-03-06') });
  await guardian.takeIn({ referredOn: day('2026-05-04'), provider: raj, onListSince: day('2026-05-08') });
}, 90_000);
afterAll(() => guardian?.close());

/** Today is 20 August 2026: 167 days since 6 March, 104 since 8 May; day 127 of that is 12 September. */
describe('the waits of a cohort', () => {
  it('are told in bands, over the limits and ahead', async () => {
    const page = inWords(await priya.get('/reports/waits'));
    expect(page).toContain('1 of 2 clocks is over 18 weeks; 1 more will be within 8 weeks if nothing happens.');
    expect(page).toContain('18 weeks 1 for 18 weeks 0 1 for 18 weeks 1 for 18 weeks');
    expect(page).toContain('12 to 18 weeks 1 of 12 to 18 weeks');
    expect(page).toContain('18 to 26 weeks 1 of 18 to 26 weeks');
  });

  it('each number leads to its cases', async () => {
    const over = inWords(await priya.get('/reports/waits/cases?clock=rtt&show=over-standard'));
    expect(over).toContain('RTT clock: cases over 18 weeks');
    expect(over).toContain(late.reference);
    expect(over).toContain('167');
    const ahead = inWords(await priya.get('/reports/waits/cases?clock=rtt&show=ahead-4-standard'));
    expect(ahead).not.toContain(late.reference);
    expect(ahead).toContain('104');
    expect((await priya.get('/reports/waits/cases?clock=rtt&show=nonsense')).status).toBe(400);
  });

  it('come as a file', async () => {
    const file = await priya.get('/reports/waits.csv?clock=rtt');
    expect(file.text).toContain('"RTT clock","2026-08-20","Over 18 weeks within 4 weeks","1"');
  });

  it('are hidden in small numbers from those who see counts only, who get no list', async () => {
    const lead = guardian.visitor();
    await lead.logIn('demo-acute-lead');
    expect(inWords(await lead.get('/reports/waits'))).toContain('* is not shown');
    expect((await lead.get('/reports/waits/cases?clock=rtt&show=running')).status).toBe(403);
  });
});
