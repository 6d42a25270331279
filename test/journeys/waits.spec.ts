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
    expect(over).toContain('OKONKWO, Margaret');
    expect(over).toContain('167');
    const ahead = inWords(await priya.get('/reports/waits/cases?clock=rtt&show=ahead-4-standard'));
    expect(ahead).not.toContain(late.reference);
    expect(ahead).toContain('104');
    expect((await priya.get('/reports/waits/cases?clock=rtt&show=nonsense')).status).toBe(400);
  });

  it('can be counted by practice, provider or treatment function, and told of one of them', async () => {
    const byFunction = inWords(await priya.get('/reports/waits?group=specialty'));
    expect(byFunction).toMatch(/By treatment function, most over 18 weeks first .* Trauma and Orthopaedics 2 of .* 1 of /);
    expect(inWords(await priya.get('/reports/waits?specialty=130'))).toContain('No such clock runs.');
    expect(inWords(await priya.get('/reports/waits?group=practice&specialty=110'))).toContain('By practice, most over 18 weeks first');
    expect((await priya.get('/reports/waits?group=colour')).status).toBe(400);
  });

  it('are told of a day that has passed, without a forecast, and of no day to come', async () => {
    // The first of the two clocks began on 6 March: day 126 is 10 July, and the day after it is over. Guardian took both on on 20 August.
    const then = inWords(await priya.get('/reports/waits?on=2026-07-11'));
    expect(then).toContain('ran on 11 July 2026');
    expect(then).not.toContain('Within 8 weeks');
    expect((await priya.get('/reports/waits?on=2026-08-21')).status).toBe(400);
    expect((await priya.get('/reports/waits?on=soon')).status).toBe(400);
    expect((await priya.get('/reports/waits.csv?clock=rtt&on=2026-07-11')).text).not.toContain('within 8 weeks');
  });

  it('come as a file', async () => {
    const file = await priya.get('/reports/waits.csv?clock=rtt');
    expect(file.text).toContain('"RTT clock","2026-08-20","Over 18 weeks within 4 weeks","1"');
    expect(file.text).toMatch(/"PCN [^"]+: over 18 weeks","1"/);
  });

  it('are hidden in small numbers from those who see counts only, who get no list', async () => {
    const lead = guardian.visitor();
    await lead.logIn('demo-acute-lead');
    expect(inWords(await lead.get('/reports/waits'))).toContain('* is not shown');
    expect((await lead.get('/reports/waits/cases?clock=rtt&show=running')).status).toBe(403);
  });
});
