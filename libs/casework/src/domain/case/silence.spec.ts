import { addDays, day, fold, WorkingDays } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import fc from 'fast-check';
import { caseDecider } from './case';
import { assigned, closed, context, fact, inWorkup, isSent, received } from './case.examples';
import { deadlinesOf } from './deadlines';
import type { CaseEvent } from './events';
import { lastNews, pcnQuietLimit, quietBefore, quietLimit, type QuietLimits, quietUntil } from './silence';

// Friday 20 March 2026. In workup a case may be quiet for 7 days, and the PCN is told after 10; with the hospital, for 5 working days.
const heardOn = (on: string, after: readonly CaseEvent[]) =>
  specFor(caseDecider, { ...context, heard: { entry: after.length, on: day(on) } }).given(...after);
const quiet = (since: string): CaseEvent => ({ type: 'StepWentQuiet', data: { step: 'workup', since: day(since) } });
const atPcn = (since: string): CaseEvent => ({ type: 'SilenceReachedPcn', data: { step: 'workup', since: day(since) } });
const mark = { type: 'MarkStepQuiet' } as const;
const tell = { type: 'TellPcnOfSilence' } as const;

describe('D2: a step goes quiet', () => {
  it('on the day after the last quiet one, once', () => {
    heardOn('2026-03-13', inWorkup).when(mark).thenRefused('StepNotQuiet', { step: 'workup', until: '2026-03-20' });
    heardOn('2026-03-12', inWorkup).when(mark).then(quiet('2026-03-12'));
    specFor(caseDecider, { ...context, heard: { entry: 2, on: day('2026-03-12') } })
      .given(...inWorkup, quiet('2026-03-12'))
      .when(mark)
      .thenNothing();
  });

  it('in working days where the pathway counts in them', () => {
    // From Thursday 12 March the fifth working day is Thursday 19 March.
    heardOn('2026-03-13', isSent).when(mark).thenRefused('StepNotQuiet', { step: 'awaiting-acceptance', until: '2026-03-20' });
    heardOn('2026-03-12', isSent)
      .when(mark)
      .then({ type: 'StepWentQuiet', data: { step: 'awaiting-acceptance', since: day('2026-03-12') } });
  });

  it('and past the second limit the PCN has to know, once', () => {
    heardOn('2026-03-10', inWorkup).when(tell).thenRefused('StepNotQuiet', { step: 'workup', until: '2026-03-20' });
    heardOn('2026-03-09', inWorkup).when(tell).then(atPcn('2026-03-09'));
    specFor(caseDecider, { ...context, heard: { entry: 2, on: day('2026-03-09') } })
      .given(...inWorkup, quiet('2026-03-09'), atPcn('2026-03-09'))
      .when(tell)
      .thenNothing();
  });

  it('not when something was recorded after the silence was noticed', () => {
    specFor(caseDecider, { ...context, heard: { entry: 2, on: day('2026-03-01') } })
      .given(...inWorkup, assigned)
      .when(mark)
      .thenNothing();
  });

  it('again after news', () => {
    heardOn('2026-03-11', [...inWorkup, quiet('2026-02-01'), assigned])
      .when(mark)
      .then(quiet('2026-03-11'));
  });

  it('never when the case is closed, or where the pathway agreed nothing', () => {
    heardOn('2026-01-01', [received, closed]).when(mark).thenRefused('CaseClosed');
    heardOn('2026-01-01', [...isSent, fact('first_attended')])
      .when(tell)
      .thenNothing();
  });

  it('while the case is set aside: that stays so until the silence reaches the PCN', () => {
    const snoozed: CaseEvent = { type: 'WorkSnoozed', data: { until: day('2026-03-27'), personal: { reason: 'Away' } } };
    const until = (...events: CaseEvent[]) =>
      fold((state, event) => caseDecider.evolve(state, event), caseDecider.initialState, [...inWorkup, snoozed, ...events]).snoozedUntil;
    expect(until(quiet('2026-03-12'))).toBe('2026-03-27');
    expect(until(quiet('2026-03-09'), atPcn('2026-03-09'))).toBeNull();
  });
});

describe('the deadlines of silence', () => {
  const after = (...events: readonly CaseEvent[]) =>
    events.reduce((state, event) => caseDecider.evolve(state, event), caseDecider.initialState);
  const due = (quiet: QuietLimits | undefined, ...events: readonly CaseEvent[]) =>
    deadlinesOf(after(...events), { limit: context.limit, heard: { entry: 1, on: day('2026-03-05') }, quiet })
      .filter(({ kind }) => kind !== 'harm-review' && kind !== 'validation-due')
      .map(({ kind, key, dueAt, command }) => [kind, key, dueAt, command.type]);

  it('are two, each at the midnight after its last quiet day', () => {
    expect(due({ quietDays: 2 }, received)).toEqual([
      ['step-quiet', '1', '2026-03-08T00:00:00.000Z', 'MarkStepQuiet'],
      ['silence-pcn', '1', '2026-03-10T00:00:00.000Z', 'TellPcnOfSilence'],
    ]);
    expect(due({ quietWorkingDays: 2, pcnQuietWorkingDays: 3 }, received)).toEqual([
      ['step-quiet', '1', '2026-03-10T00:00:00.000Z', 'MarkStepQuiet'],
      ['silence-pcn', '1', '2026-03-11T00:00:00.000Z', 'TellPcnOfSilence'],
    ]);
  });

  it('are gone one after the other, and with the case', () => {
    expect(due({ quietDays: 2 }, received, quiet('2026-03-05')).map(([kind]) => kind)).toEqual(['silence-pcn']);
    expect(due({ quietDays: 2 }, received, quiet('2026-03-05'), atPcn('2026-03-05'))).toEqual([]);
    expect(due({ quietDays: 2 }, received, closed)).toEqual([]);
    expect(due(undefined, received)).toEqual([]);
  });
});

describe('what counts as news', () => {
  const at = (revision: number, type: CaseEvent['type'], on: string) => ({
    revision,
    type,
    metadata: { recordedAt: `${on}T23:30:00.000Z` },
  });

  it('is the last thing that somebody did, on the day in London on which it was recorded', () => {
    expect(lastNews([])).toBeNull();
    expect(
      lastNews([
        at(1, 'ReferralReceived', '2026-05-01'),
        at(2, 'ContactRecorded', '2026-05-04'),
        at(3, 'StepWentQuiet', '2026-05-20'),
        at(4, 'WorkSnoozed', '2026-05-21'),
        at(5, 'CheckInMissed', '2026-05-22'),
      ]),
    ).toEqual({ entry: 2, on: '2026-05-05' });
  });
});

it('a day on which a case was last heard of is before the one that the lists ask for exactly when it is too quiet', () => {
  const workingDays = new WorkingDays();
  const limits = fc.oneof(
    fc.record({ quietDays: fc.integer({ min: 1, max: 60 }) }),
    fc.record({ quietWorkingDays: fc.integer({ min: 1, max: 40 }) }),
  );
  fc.assert(
    fc.property(limits, fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 130 }), fc.boolean(), (of, later, ago, pcn) => {
      const today = addDays(day('2026-03-20'), later);
      const limit = pcn ? pcnQuietLimit(of, 2) : quietLimit(of);
      const heard = addDays(today, -ago);
      expect(heard < quietBefore(today, limit, workingDays)).toBe(quietUntil(heard, limit, workingDays) < today);
    }),
    { numRuns: 500 },
  );
});
