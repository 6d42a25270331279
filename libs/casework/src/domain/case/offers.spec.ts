import { day } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import { caseDecider } from './case';
import { context, received, serviceAccepted, serviceOffered } from './case.examples';
import type { CaseEvent } from './events';
import { openServices, servicesAfter } from './offers';

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

  it('may be thought about: the offer stands, and a day to ask again is kept', () => {
    const time = { type: 'GiveTimeForService', service: 'knee-school', on: day('2026-03-12'), askAgainOn: day('2026-03-26') } as const;
    const data = { service: 'knee-school', on: day('2026-03-12'), askAgainOn: day('2026-03-26') };
    const timeGiven: CaseEvent = { type: 'ServiceTimeGiven', data };
    given(received, serviceOffered).when(time).then(timeGiven);
    given(received, serviceOffered, timeGiven).when(accept).then(serviceAccepted);
    given(received).when(time).thenRefused('ServiceNotOffered');
    given(received, serviceOffered)
      .when({ ...time, askAgainOn: day('2026-03-19') })
      .thenRefused('DateInPast');
  });

  it('is taken up with a day of review, and reviewed until there is an outcome', () => {
    const reviewOn = day('2026-04-20');
    const data = { service: 'knee-school', on: day('2026-03-12'), reviewOn };
    const accepted: CaseEvent = { type: 'ServiceAccepted', data };
    const review = { type: 'ReviewService', service: 'knee-school', on: day('2026-03-20'), reviewOn: day('2026-06-01') } as const;
    given(received, serviceOffered)
      .when({ ...accept, reviewOn })
      .then(accepted);
    given(received, serviceOffered, accepted)
      .when(review)
      .then({ type: 'ServiceReviewed', data: { service: 'knee-school', on: day('2026-03-20'), reviewOn: day('2026-06-01') } });
    given(received, serviceOffered).when(review).thenRefused('ServiceNotTaken');
    given(received, serviceOffered, accepted, outcome).when(review).thenRefused('ServiceNotTaken');
    given(received, serviceOffered)
      .when({ ...accept, reviewOn: day('2026-03-19') })
      .thenRefused('DateInPast');
  });

  it('waits for an answer, then for its review, and then for nothing', () => {
    const open = (...events: CaseEvent[]) =>
      openServices(events.reduce(servicesAfter, {})).map(({ what, name, since, lookOn }) => [what, name, since, lookOn]);
    const timeGiven: CaseEvent = {
      type: 'ServiceTimeGiven',
      data: { service: 'knee-school', on: day('2026-03-11'), askAgainOn: day('2026-03-26') },
    };
    const reviewed: CaseEvent = {
      type: 'ServiceReviewed',
      data: { service: 'knee-school', on: day('2026-03-15'), reviewOn: day('2026-06-01') },
    };
    expect(open(serviceOffered)).toEqual([['service-unanswered', 'Knee school', '2026-03-10', null]]);
    expect(open(serviceOffered, timeGiven)).toEqual([['service-unanswered', 'Knee school', '2026-03-10', '2026-03-26']]);
    expect(open(serviceOffered, declined)).toEqual([]);
    expect(open(serviceOffered, timeGiven, serviceAccepted)).toEqual([['service-review', 'Knee school', '2026-03-12', null]]);
    expect(open(serviceOffered, serviceAccepted, reviewed)).toEqual([['service-review', 'Knee school', '2026-03-12', '2026-06-01']]);
    expect(open(serviceOffered, serviceAccepted, outcome)).toEqual([]);
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
