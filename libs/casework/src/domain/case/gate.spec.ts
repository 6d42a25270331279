import { day } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import { caseDecider } from './case';
import {
  accepted,
  completed,
  context,
  gatePassed,
  inWorkup,
  isReady,
  received,
  resubmitted,
  returned,
  sent,
  southend,
  takenOn,
  today,
  waived,
} from './case.examples';
import type { CaseEvent } from './events';

const { given } = specFor(caseDecider, context);
const allButWish = [...inWorkup, completed('xray'), completed('score')] as const;

describe('passing the gate', () => {
  const pass = { type: 'PassGate' } as const;

  it('needs every agreed item, and keeps how each was met', () => {
    given(...allButWish, completed('wish'))
      .when(pass)
      .then(gatePassed);
    given(...allButWish, waived('wish'))
      .when(pass)
      .then({
        type: 'GatePassed',
        data: {
          evidence: [
            { item: 'xray', how: 'completed' },
            { item: 'score', how: 'completed' },
            { item: 'wish', how: 'waived' },
          ],
        },
      });
  });

  it('is refused with what is outstanding', () => {
    given(...allButWish)
      .when(pass)
      .thenRefused('WorkupOutstanding', { missing: ['wish'] });
    given(...allButWish, { type: 'WorkupItemRequested', data: { item: 'wish', from: 'Practice', dueOn: today } })
      .when(pass)
      .thenRefused('WorkupOutstanding', { missing: ['wish'] });
  });

  it('does nothing when the gate was passed', () => {
    given(...isReady)
      .when(pass)
      .thenNothing();
    given(takenOn).when(pass).thenNothing();
  });

  it('waits for acceptance, and for the referrer', () => {
    given(received).when(pass).thenRefused('NotAccepted');
    given(...allButWish, completed('wish'), returned)
      .when(pass)
      .thenRefused('AwaitingReferrer');
    given(...allButWish, completed('wish'), returned, resubmitted)
      .when(pass)
      .then(gatePassed);
  });
});

describe('D1: going on without agreed items', () => {
  const override = {
    type: 'OverrideGate',
    without: [
      { item: 'score', reason: 'patient-unable' },
      { item: 'wish', reason: 'would-not-change' },
    ],
    clinician: 'Dr Ines Example',
  } as const;
  const withoutTwo = [...inWorkup, completed('xray')] as const;

  it('is decided by a clinician with a reason for each item', () => {
    given(...withoutTwo)
      .when(override)
      .then({ type: 'GateOverridden', data: { without: override.without, clinician: 'Dr Ines Example' } });
  });

  it('is refused when one item has no reason, or one that is not in the list', () => {
    given(...withoutTwo)
      .when({ ...override, without: override.without.slice(0, 1) })
      .thenRefused('ReasonMissing', { item: 'wish' });
    given(...withoutTwo)
      .when({ ...override, without: [override.without[0], { item: 'wish', reason: 'Urgent' as 'would-delay' }] })
      .thenRefused('ReasonMissing', { item: 'wish' });
  });

  it('is refused without a clinician', () => {
    given(...withoutTwo)
      .when({ ...override, clinician: '' })
      .thenRefused('WordsMissing', { what: 'the name of the deciding clinician' });
  });

  it('keeps only the reasons for what is outstanding', () => {
    given(...withoutTwo)
      .when({ ...override, without: [...override.without, { item: 'xray', reason: 'done-elsewhere' }] })
      .then({ type: 'GateOverridden', data: { without: override.without, clinician: 'Dr Ines Example' } });
  });

  it('is refused when nothing is outstanding', () => {
    given(...allButWish, completed('wish'))
      .when(override)
      .thenRefused('NothingOutstanding');
  });

  it('does nothing past the gate, and waits for acceptance and for the referrer', () => {
    given(...isReady)
      .when(override)
      .thenNothing();
    given(received).when(override).thenRefused('NotAccepted');
    given(...withoutTwo, returned)
      .when(override)
      .thenRefused('AwaitingReferrer');
  });
});

describe('D1: the default when the stated time runs out', () => {
  const takeDefault = { type: 'TakeGateDefault' } as const;
  const wentOn: CaseEvent = { type: 'GateExpired', data: { dueOn: day('2026-04-03'), outstanding: ['score', 'wish'] } };

  it('is not taken a day too early', () => {
    given(...inWorkup, completed('xray'))
      .when(takeDefault, { today: day('2026-04-02') })
      .thenRefused('GateNotDue', { dueOn: '2026-04-03' });
  });

  it('is taken on the day, with what is outstanding', () => {
    given(...inWorkup, completed('xray'))
      .when(takeDefault, { today: day('2026-04-03') })
      .then(wentOn);
  });

  it('is taken even while the referral is with the referrer: returning it does not stop the time', () => {
    given(...inWorkup, completed('xray'), returned)
      .when(takeDefault, { today: day('2026-04-03') })
      .then(wentOn);
  });

  it('is taken once, and not when the gate was decided, or before acceptance', () => {
    given(...inWorkup, wentOn)
      .when(takeDefault, { today: day('2026-04-04') })
      .thenNothing();
    given(...isReady)
      .when(takeDefault, { today: day('2026-04-03') })
      .thenNothing();
    given(received)
      .when(takeDefault, { today: day('2026-04-03') })
      .thenNothing();
  });

  it('lets a referral go on that was returned before anybody accepted it: the agreed work follows', () => {
    given(received, returned)
      .when(takeDefault, { today: day('2026-04-02') })
      .thenRefused('GateNotDue', { dueOn: '2026-04-03' });
    given(received, returned)
      .when(takeDefault, { today: day('2026-04-03') })
      .then(accepted, { type: 'GateExpired', data: { dueOn: day('2026-04-03'), outstanding: ['xray', 'score', 'wish'] } });
  });
});

describe('D1: an urgent red flag', () => {
  const bypass = { type: 'BypassForRedFlag', reason: 'Night pain and weight loss' } as const;
  const flagged: CaseEvent = { type: 'RedFlagBypassed', data: { personal: { reason: 'Night pain and weight loss' } } };

  it('takes a held referral past the gate at once', () => {
    given(...inWorkup)
      .when(bypass)
      .then(flagged);
    given(...inWorkup, returned)
      .when(bypass)
      .then(flagged);
  });

  it('does not wait for acceptance: the workup is agreed with it and follows', () => {
    given(received)
      .when(bypass)
      .then({ type: 'ReferralAccepted', data: { ...accepted.data, gateDueOn: today } }, flagged);
  });

  it('does nothing past the gate', () => {
    given(...isReady)
      .when(bypass)
      .thenNothing();
  });

  it('needs its name', () => {
    given(received)
      .when({ ...bypass, reason: '' })
      .thenRefused('WordsMissing', { what: 'the red flag' });
  });
});

describe('sending the referral', () => {
  const send = { type: 'SendReferral', to: southend, on: day('2026-03-12') } as const;

  it('goes to the hospital after the gate', () => {
    given(...isReady)
      .when(send)
      .then(sent);
  });

  it('is refused before the gate', () => {
    given(...inWorkup)
      .when(send)
      .thenRefused('GateClosed');
  });

  it('happened between the referral and today', () => {
    given(...isReady)
      .when({ ...send, on: day('2026-03-21') })
      .thenRefused('DateInFuture');
    given(...isReady)
      .when({ ...send, on: day('2026-03-01') })
      .thenRefused('DateBeforeReferral');
  });
});
