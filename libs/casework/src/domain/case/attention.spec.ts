import { day, fold } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import { caseDecider } from './case';
import { accepted, assigned, closed, context, received } from './case.examples';
import type { CaseEvent } from './events';

const { given } = specFor(caseDecider, context);
const snooze = { type: 'SnoozeWork', until: day('2026-03-27'), reason: 'Away until Thursday' } as const;
const snoozed: CaseEvent = { type: 'WorkSnoozed', data: { until: day('2026-03-27'), personal: { reason: 'Away until Thursday' } } };
const ended: CaseEvent = { type: 'SnoozeEnded', data: { until: day('2026-03-27') } };

describe('a case is set aside on the worklist', () => {
  it('until a day, with a reason', () => {
    given(received).when(snooze).then(snoozed);
  });

  it('again, for another while', () => {
    given(received, snoozed)
      .when({ ...snooze, until: day('2026-03-30') })
      .then({ type: 'WorkSnoozed', data: { until: day('2026-03-30'), personal: { reason: 'Away until Thursday' } } });
  });

  it('for 14 days at most', () => {
    const last = day('2026-04-03');
    given(received)
      .when({ ...snooze, until: last })
      .then({ type: 'WorkSnoozed', data: { until: last, personal: { reason: 'Away until Thursday' } } });
    given(received)
      .when({ ...snooze, until: day('2026-04-04') })
      .thenRefused('SnoozeTooLong', { until: '2026-04-04', most: 14 });
  });

  it('from tomorrow on, never until today', () => {
    given(received)
      .when({ ...snooze, until: day('2026-03-20') })
      .thenRefused('DateInPast', { until: '2026-03-20', today: '2026-03-20' });
  });

  it('never without a reason', () => {
    given(received)
      .when({ ...snooze, reason: ' ' })
      .thenRefused('WordsMissing', { what: 'why it can wait' });
  });

  it('never when it is closed', () => {
    given(received, closed).when(snooze).thenRefused('CaseClosed');
  });
});

describe('a case comes back to the worklist', () => {
  const until = (...events: CaseEvent[]) =>
    fold((state, event) => caseDecider.evolve(state, event), caseDecider.initialState, events).snoozedUntil;

  it('when somebody asks for it, once', () => {
    given(received, snoozed).when({ type: 'EndSnooze' }).then(ended);
    given(received, snoozed, ended).when({ type: 'EndSnooze' }).thenNothing();
    given(received).when({ type: 'EndSnooze' }).thenNothing();
  });

  it('when anything happens to it, be it that somebody else works on it', () => {
    expect(until(received, snoozed)).toBe('2026-03-27');
    expect(until(received, snoozed, accepted)).toBeNull();
    expect(until(received, snoozed, assigned)).toBeNull();
  });

  it('but not for words of a contact that are put right', () => {
    const corrected: CaseEvent = { type: 'ContactCorrected', data: { contactId: 'c1', personal: { notes: 'Rang', reason: 'Typing' } } };
    expect(until(received, snoozed, corrected)).toBe('2026-03-27');
  });
});
