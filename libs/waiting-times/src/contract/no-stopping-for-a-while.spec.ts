import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOSPITAL_FACTS } from '../index';
import { clocksOf, MONITORED } from './case-of';

const PAUSE = /paus|suspend|suspension/i;

describe('no clock can be stopped for a while (RTT-W8, SW-2)', () => {
  it('no fact and no key is a pause', () => {
    expect(JSON.stringify(HOSPITAL_FACTS)).not.toMatch(PAUSE);
  });

  it('no result has a field for one', () => {
    const asked = ['2025-04-01', 'diagnostic_test_requested', { test: 'mri' }] as const;
    const urgent = ['2025-04-01', 'urgent_suspected_cancer_referral_received'] as const;
    expect(JSON.stringify(clocksOf([...MONITORED, asked, urgent], '2025-04-30'))).not.toMatch(PAUSE);
  });

  it('no source of the engine knows the word', () => {
    const root = join(__dirname, '..');
    const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => /^(?!contract).*(?<!\.spec)\.ts$/.test(path));
    expect(sources.length).toBeGreaterThan(10);
    for (const path of sources) expect([path, PAUSE.test(readFileSync(join(root, path), 'utf8'))]).toEqual([path, false]);
  });
});

describe('limits compare days (SW-6)', () => {
  it('RTT: 126 is within, 127 is not; DM01: 41 is within, 42 is not', () => {
    const rtt = (asOf: string) => clocksOf([['2025-01-06', 'referral_received']], asOf).rtt.within_18_weeks;
    expect([rtt('2025-05-12'), rtt('2025-05-13')]).toEqual([true, false]);
    const mri = (asOf: string) =>
      clocksOf([['2025-03-03', 'diagnostic_test_requested', { test: 'mri' }]], asOf).diagnostics[0]?.within_6_weeks;
    expect([mri('2025-04-13'), mri('2025-04-14')]).toEqual([true, false]);
  });
});
