import { day } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import { caseDecider } from './case';
import { context, received, serviceAccepted, serviceOffered } from './case.examples';
import type { CaseEvent } from './events';

const { given } = specFor(caseDecider, context);

const declined: CaseEvent = { type: 'ServiceDeclined', data: { service: 'knee-school', on: day('2026-03-12') } };
const outcome: CaseEvent = {
  type: 'ServiceOutcomeRecorded',
  data: { service: 'knee-school', on: day('2026-03-19'), outcome: 'still-needs-hospital' },
};

const offer = { type: 'OfferService', service: 'knee-school', name: 'Knee school', on: day('2026-03-10') } as const;
const accept = { type: 'AcceptService', service: 'knee-school', on: day('2026-03-12') } as const;
const decline = { type: 'DeclineService', service: 'knee-school', on: day('2026-03-12') } as const;
const end = { type: 'RecordServiceOutcome', service: 'knee-school', on: day('2026-03-19'), outcome: 'still-needs-hospital' } as const;

describe('a community service', () => {
  it('is offered, and not offered twice', () => {
    given(received).when(offer).then(serviceOffered);
    given(received, serviceOffered).when(offer).thenNothing();
    given(received, serviceOffered, serviceAccepted).when(offer).thenNothing();
  });

  it('may be offered again after a no', () => {
    given(received, serviceOffered, declined).when(offer).then(serviceOffered);
  });

  it('is taken up or declined', () => {
    given(received, serviceOffered).when(accept).then(serviceAccepted);
    given(received, serviceOffered).when(decline).then(declined);
  });

  it('is answered when it was offered, and once', () => {
    given(received).when(accept).thenRefused('ServiceNotOffered', { service: 'knee-school' });
    given(received).when(decline).thenRefused('ServiceNotOffered');
    given(received, serviceOffered, serviceAccepted).when(decline).thenRefused('ServiceNotOffered');
  });

  it('has an outcome when the patient is with it', () => {
    given(received, serviceOffered, serviceAccepted).when(end).then(outcome);
    given(received, serviceOffered).when(end).thenRefused('ServiceNotTaken', { service: 'knee-school' });
    given(received, serviceOffered, serviceAccepted, outcome).when(end).thenRefused('ServiceNotTaken');
  });

  it.each([
    [[], offer],
    [[serviceOffered], accept],
    [[serviceOffered], decline],
    [[serviceOffered, serviceAccepted], end],
  ])('is not recorded for tomorrow, nor before the referral (%#)', (history: CaseEvent[], command) => {
    given(received, ...history)
      .when({ ...command, on: day('2026-03-21') })
      .thenRefused('DateInFuture');
    given(received, ...history)
      .when({ ...command, on: day('2026-03-01') })
      .thenRefused('DateBeforeReferral');
  });
});
