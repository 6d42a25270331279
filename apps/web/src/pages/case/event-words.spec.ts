import type { CaseEvent } from '@guardian/casework/events';
import { day } from '@guardian/kernel';
import { eventWords, namesIn } from './event-words';

const agreed = [{ code: 'xray-hip', name: 'X-ray of hip', kind: 'test', evidenceDays: 90 }] as const;
const named = namesIn([
  { type: 'ReferralAccepted', data: { agreed, gateDueOn: day('2026-09-03') } },
  { type: 'DiagnosticOrdered', data: { testId: 't1', name: 'Full blood count' } },
  { type: 'ServiceOffered', data: { service: 'hip-school', name: 'Hip school' } },
]);

describe('what the timeline says is in names and dates that people use', () => {
  it.each<[string, CaseEvent, { title: string; text?: string }]>([
    [
      'an agreed item',
      { type: 'GateExpired', data: { dueOn: day('2026-09-03'), outstanding: ['xray-hip'] } },
      { title: 'The time to hold the referral ran out on 3 September 2026: it goes on', text: 'Outstanding: X-ray of hip.' },
    ],
    [
      'a test',
      { type: 'DiagnosticBooked', data: { testId: 't1', forOn: day('2026-09-01') } },
      { title: 'Test booked for 1 September 2026', text: 'Full blood count' },
    ],
    [
      'a test that an item was completed by',
      {
        type: 'WorkupItemCompleted',
        data: { item: 'xray-hip', evidenceOn: day('2026-08-31'), source: 'Test t1', personal: { finding: '' } },
      },
      { title: 'Workup done: X-ray of hip', text: 'Evidence of 31 August 2026, from Full blood count.' },
    ],
    [
      'a service',
      { type: 'ServiceAccepted', data: { service: 'hip-school', on: day('2026-08-31') } },
      { title: 'Service taken up: Hip school' },
    ],
    [
      'a date among the facts of the hospital',
      {
        type: 'HospitalFactRecorded',
        data: {
          kind: 'appointment_booked',
          on: day('2026-08-20'),
          facts: { for_date: '2026-09-03' },
          source: 'Letter',
          confidence: 'confirmed',
        },
      },
      { title: 'Appointment booked', text: 'For date: 3 September 2026. Source: Letter, confirmed.' },
    ],
    [
      'a priority',
      { type: 'PriorityRecorded', data: { scheme: 'urgency', code: 'two-week-wait', on: day('2026-08-20') } },
      { title: 'Priority recorded: urgent suspected cancer' },
    ],
    [
      'a code of a hospital',
      { type: 'PriorityRecorded', data: { scheme: 'P', code: 'P3', on: day('2026-08-20') } },
      { title: 'Priority recorded: P3' },
    ],
  ])('%s', (_what, event, words) => {
    expect(eventWords(event, named)).toEqual(words);
  });

  it('what somebody wrote without a full stop gets one before the next sentence', () => {
    const told = (notes: string) =>
      eventWords(
        {
          type: 'ContactRecorded',
          data: {
            contactId: 'c1',
            who: 'patient',
            how: 'phone',
            outcome: 'spoke',
            on: day('2026-08-20'),
            nextOn: day('2026-09-03'),
            personal: { notes },
          },
        },
        named,
      ).text;
    expect(told('Still in pain')).toBe('Still in pain. Next on 3 September 2026.');
    expect(told('Is it booked?')).toBe('Is it booked? Next on 3 September 2026.');
  });

  it('a code without a name stays as it is', () => {
    expect(named('mri')).toBe('mri');
  });
});
