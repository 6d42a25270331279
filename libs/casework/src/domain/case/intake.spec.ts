import { day } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import { caseDecider } from './case';
import {
  accepted,
  assigned,
  bola,
  bypassed,
  chris,
  context,
  inWorkup,
  isReady,
  isSuspectedCancer,
  kneePain,
  received,
  resubmitted,
  escalated,
  returned,
  southend,
  takenOn,
  today,
} from './case.examples';
import type { CaseEvent } from './events';

const { given } = specFor(caseDecider, context);

const opening = {
  patientId: 'p1',
  pathway: { id: 'knee-pain', version: 1 },
  priority: 'routine',
  referredOn: day('2026-03-02'),
  practice: { code: 'F81001', name: 'Example Surgery', pcn: 'U00001', place: 'South East' },
  source: { system: 'form', identifier: null },
  reason: 'Knee pain for a year',
  referrer: 'Dr Ines Example',
} as const;
const receive = { type: 'ReceiveReferral', provider: null, ...opening } as const;
const takeOn = { type: 'TakeOnCase', provider: southend, onListSince: day('2026-03-05'), ...opening } as const;

describe('receiving a referral', () => {
  it('opens a case with the referring practice as the holder', () => {
    given().when(receive).then(received);
  });

  it('names the practice as the holder when no referrer is known', () => {
    given()
      .when({ ...receive, referrer: '' })
      .then({
        type: 'ReferralReceived',
        data: {
          ...received.data,
          holder: { kind: 'practice', name: 'Example Surgery', organisation: 'Example Surgery' },
          personal: { reason: 'Knee pain for a year', referrer: '' },
        },
      });
  });

  it('is refused for a case that is here already', () => {
    given(received).when(receive).thenRefused('CaseExists', { reference: 'GR-K7M2QX' });
  });

  it('needs a reason', () => {
    given()
      .when({ ...receive, reason: ' ' })
      .thenRefused('WordsMissing', { what: 'the reason for the referral' });
  });

  it('may be decided today, not tomorrow', () => {
    const onToday: CaseEvent = { type: 'ReferralReceived', data: { ...received.data, referredOn: today } };
    given()
      .when({ ...receive, referredOn: today })
      .then(onToday);
    given()
      .when({ ...receive, referredOn: day('2026-03-21') })
      .thenRefused('DateInFuture', { on: '2026-03-21', today: '2026-03-20' });
  });
});

describe('D1: a suspected cancer', () => {
  const skin = { ...receive, pathway: { id: 'skin-cancer', version: 1 } } as const;
  const [skinReceived, skinAccepted] = isSuspectedCancer as [CaseEvent, CaseEvent];

  it('is sent at once, and its workup follows', () => {
    given()
      .when({ ...skin, provider: southend })
      .then(skinReceived, skinAccepted, bypassed, { type: 'ReferralSent', data: { to: southend, on: today } });
  });

  it('is past the gate at once when the hospital is not known yet', () => {
    given().when(skin).then(skinReceived, skinAccepted, bypassed);
  });

  it('is known by its priority too, whatever the pathway says', () => {
    given()
      .when({ ...receive, priority: 'two-week-wait' })
      .then(
        { type: 'ReferralReceived', data: { ...received.data, priority: 'two-week-wait', suspectedCancer: true } },
        { type: 'ReferralAccepted', data: { agreed: kneePain.workup, gateDueOn: today } },
        bypassed,
      );
  });

  it('is never returned', () => {
    given(...isSuspectedCancer)
      .when({ type: 'ReturnReferral', missing: ['photo'], message: 'Please send it', replyBy: today })
      .thenRefused('NeverHeld');
  });

  it('is never held: its workup may be outstanding while it is sent', () => {
    given(...isSuspectedCancer)
      .when({ type: 'SendReferral', to: southend, on: today })
      .then({ type: 'ReferralSent', data: { to: southend, on: today } });
  });
});

describe('taking on a case that is on a hospital list', () => {
  it('opens the case with its hospital', () => {
    given().when(takeOn).then(takenOn);
  });

  it('is refused for a case that is here already', () => {
    given(takenOn).when(takeOn).thenRefused('CaseExists', { reference: 'GR-K7M2QX' });
  });

  it('needs a day on the list between referral and today', () => {
    given()
      .when({ ...takeOn, onListSince: day('2026-03-01') })
      .thenRefused('DateBeforeReferral', { on: '2026-03-01', referredOn: '2026-03-02' });
    given()
      .when({ ...takeOn, onListSince: day('2026-03-21') })
      .thenRefused('DateInFuture');
  });

  it('leaves nothing to accept', () => {
    given(takenOn).when({ type: 'AcceptReferral' }).thenNothing();
  });
});

describe('accepting a referral', () => {
  it('agrees the workup of its pathway, and says until when it may be held', () => {
    given(received).when({ type: 'AcceptReferral' }).then(accepted);
  });

  it('does nothing when it was accepted', () => {
    given(...inWorkup)
      .when({ type: 'AcceptReferral' })
      .thenNothing();
  });

  it('waits for the referrer while it is returned', () => {
    given(received, returned).when({ type: 'AcceptReferral' }).thenRefused('AwaitingReferrer');
    given(received, returned, resubmitted).when({ type: 'AcceptReferral' }).then(accepted);
  });

  it('is refused where there is no case', () => {
    given().when({ type: 'AcceptReferral' }).thenRefused('CaseNotFound');
  });
});

describe('returning a referral', () => {
  const giveBack = { type: 'ReturnReferral', missing: ['score'], message: 'Please send the score', replyBy: day('2026-03-30') } as const;

  it('says what is missing and by when', () => {
    given(received).when(giveBack).then(returned);
    given(...inWorkup)
      .when(giveBack)
      .then(returned);
  });

  it('needs something that is missing', () => {
    given(received)
      .when({ ...giveBack, missing: [] })
      .thenRefused('NothingMissing');
  });

  it('needs a message', () => {
    given(received)
      .when({ ...giveBack, message: '' })
      .thenRefused('WordsMissing', { what: 'a message to the referrer' });
  });

  it('needs a reply date that is not past', () => {
    given(received)
      .when({ ...giveBack, replyBy: day('2026-03-19') })
      .thenRefused('DateInPast', { on: '2026-03-19', today: '2026-03-20' });
  });

  it('is refused while it is with the referrer', () => {
    given(received, returned).when(giveBack).thenRefused('AwaitingReferrer');
  });

  it('is refused past the gate', () => {
    given(...isReady)
      .when(giveBack)
      .thenRefused('AlreadyPastGate');
  });
});

describe('a returned referral', () => {
  const giveBack = { type: 'ReturnReferral', missing: ['score'], message: 'Please send the score', replyBy: day('2026-03-22') } as const;

  it('is due for a reminder at once when its reply date is near, and names who is asked next', () => {
    given(received)
      .when({ ...giveBack, escalateTo: 'Dr Ines Example' })
      .then({ ...returned, data: { ...returned.data, replyBy: day('2026-03-22'), remindOn: today, escalateTo: 'Dr Ines Example' } });
    given(received)
      .when({ ...giveBack, escalateTo: ' ' })
      .thenRefused('WordsMissing', { what: 'who is asked if no answer comes' });
  });

  it('is not held longer because it is returned once more', () => {
    given(received, returned, resubmitted)
      .when({ ...giveBack, replyBy: day('2026-05-01') }, { today: day('2026-04-01') })
      .then({ ...returned, data: { ...returned.data, replyBy: day('2026-05-01'), remindOn: day('2026-04-27') } });
  });

  it('goes to somebody else when its reply date has passed, once', () => {
    const escalate = { type: 'EscalateReturn' } as const;
    given(received, returned)
      .when(escalate, { today: day('2026-03-30') })
      .thenRefused('ReplyNotDue', { replyBy: '2026-03-30' });
    given(received, returned)
      .when(escalate, { today: day('2026-03-31') })
      .then(escalated);
    given(received, returned, escalated)
      .when(escalate, { today: day('2026-04-01') })
      .thenNothing();
    given(received, returned, resubmitted)
      .when(escalate, { today: day('2026-03-31') })
      .thenNothing();
    given(received)
      .when(escalate, { today: day('2026-03-31') })
      .thenNothing();
  });
});

describe('resubmitting a referral', () => {
  it('brings it back with the note of the referrer', () => {
    given(received, returned).when({ type: 'ResubmitReferral', note: 'Here it is' }).then(resubmitted);
  });

  it('does nothing when it is not with the referrer', () => {
    given(received).when({ type: 'ResubmitReferral', note: 'Here it is' }).thenNothing();
  });
});

describe('naming a coordinator', () => {
  it('gives the case to one', () => {
    given(received).when({ type: 'AssignCase', coordinator: bola }).then(assigned);
  });

  it('does nothing when the case is theirs', () => {
    given(received, assigned).when({ type: 'AssignCase', coordinator: bola }).thenNothing();
  });

  it('does not take the case from another', () => {
    given(received, assigned).when({ type: 'AssignCase', coordinator: chris }).thenRefused('AlreadyAssigned', { with: 'Bola Example' });
  });

  it('hands it over instead', () => {
    given(received, assigned)
      .when({ type: 'HandOverCase', to: chris, note: 'Away next week' })
      .then({ type: 'CaseHandedOver', data: { from: bola, to: chris, personal: { note: 'Away next week' } } });
  });

  it('hands nothing over to oneself', () => {
    given(received, assigned).when({ type: 'HandOverCase', to: bola, note: '' }).thenNothing();
  });

  it('hands nothing over that nobody has', () => {
    given(received).when({ type: 'HandOverCase', to: chris, note: '' }).thenRefused('NotAssigned');
  });
});
