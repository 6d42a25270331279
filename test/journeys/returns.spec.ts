import { day } from '@guardian/kernel';
import { PRIYA, startTestGuardian, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Visitor } from '../support/web';

let guardian: TestGuardian;
let priya: Visitor;
beforeAll(async () => {
  guardian = await startTestGuardian();
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
  const raj = { code: 'RAJ', name: 'Mid and South Essex NHS Foundation Trust' };
  const taken = await guardian.takeIn({ referredOn: day('2026-03-02'), provider: raj, onListSince: day('2026-03-06') });
  await taken.does({
    type: 'RecordHospitalFact',
    kind: 'decision_to_admit',
    on: day('2026-06-01'),
    facts: {},
    source: 'Hospital letter',
    confidence: 'confirmed',
  });
  await guardian.takeIn({ referredOn: day('2026-07-01'), provider: raj, onListSince: day('2026-07-10') });
}, 90_000);
afterAll(() => guardian?.close());

/** Today is 20 August 2026, and both cases came to Guardian today. */
describe('the national returns', () => {
  it('count the month end by what is known now', async () => {
    const page = inWords(await priya.get('/reports/returns?month=2026-07&known=now'));
    expect(page).toContain('Month end 31 July 2026, by what is known now.');
    expect(page).toContain('2 Incomplete at the end of the month 2 pathways of part 2 1 of part 2 within 18 weeks 50 %');
    expect(page).toContain('2A Of these, with a decision to admit 1 pathways of part 2A 0 0 %');
    expect(page).toContain('3 New in the month 1');
    expect(page).toContain('Holds: Part 2A is no more than part 2 (1 of 2)');
  });

  it('each number leads to its cases, under the band that counts them', async () => {
    const cases = async (asked: string) => inWords(await priya.get(`/reports/returns/cases?month=2026-07&known=now&${asked}`));
    const incomplete = await cases('part=2');
    expect(incomplete).toContain('Part 2, July 2026');
    expect(incomplete).toContain('Showing 1 to 2 of 2 counts');
    const over = await cases('part=2&function=110&wait=over');
    expect(over).toContain('Part 2, 110 Trauma and Orthopaedics, over 18 weeks, July 2026');
    expect(over).toContain('Showing 1 to 1 of 1 counts');
    // 6 March to 31 July 2026 are 147 days, the first of week 21.
    expect(over).toMatch(/OKONKWO, Margaret .* GR-\w{6} 20-21/);
    expect(await cases('test=mri&count=waiting')).toContain('No case stands behind this number now.');
    for (const nothing of ['', 'part=4', 'part=2&test=mri', 'test=mri', 'part=2&wait=long']) {
      expect((await priya.get(`/reports/returns/cases?month=2026-07&known=now&${nothing}`)).status).toBe(400);
    }
  });

  it('knew nothing of them then', async () => {
    const page = inWords(await priya.get('/reports/returns?month=2026-07&known=then'));
    expect(page).toContain('2 Incomplete at the end of the month 0 0');
  });

  it('come as files, a line a cell', async () => {
    const file = await priya.get('/reports/returns/rtt.csv?month=2026-07&known=now');
    expect(file.headers.get('content-type')).toContain('text/csv');
    expect(file.text).toContain('"2026-07-31","as known now","2A","110","Trauma and Orthopaedics","99G","20-21",1');
    const open = await priya.get('/reports/returns/open-pathways.csv');
    const [header = '', ...rows] = open.text.trim().split('\r\n');
    expect(header).toContain('"NHS_NUMBER","LOCAL_PATIENT_IDENTIFIER"');
    expect(rows).toHaveLength(2);
    expect(rows.filter((row) => row.includes('"IRTT"'))).toHaveLength(1);
  });

  it.each(['2026-08', '2026-13', 'nonsense'])('"%s" is no month that has ended', async (month) => {
    const answer = await priya.get(`/reports/returns?month=${month}`);
    expect(answer.status).toBe(400);
    expect(inWords(answer)).toContain('Select a month that has ended');
  });

  it('are hidden in their small numbers from those who see counts only, who get no file of patients', async () => {
    const lead = guardian.visitor();
    await lead.logIn('demo-acute-lead');
    const page = inWords(await lead.get('/reports/returns?month=2026-07&known=now'));
    expect(page).toContain('2 Incomplete at the end of the month * *');
    expect((await lead.get('/reports/returns/open-pathways.csv')).status).toBe(403);
    expect((await lead.get('/reports/returns/cases?month=2026-07&known=now&part=2')).status).toBe(403);
  });
});
