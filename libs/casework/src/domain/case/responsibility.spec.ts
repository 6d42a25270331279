import { day, fold } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import { caseDecider } from './case';
import { context, offered, practice, received, team } from './case.examples';
import type { CaseEvent } from './events';

const { given } = specFor(caseDecider, context);
const holderAfter = (...events: CaseEvent[]) =>
  fold((state, event) => caseDecider.evolve(state, event), caseDecider.initialState, events).holder;

const accepted: CaseEvent = { type: 'ResponsibilityAccepted', data: { to: team, acceptedBy: 'Bola Example' } };
const declined: CaseEvent = {
  type: 'ResponsibilityDeclined',
  data: { to: team, declinedBy: 'Bola Example', personal: { reason: 'No capacity' } },
};

describe('D3: offering responsibility', () => {
  const offer = { type: 'OfferResponsibility', to: team, replyBy: day('2026-03-25'), summary: 'Stable, waiting' } as const;

  it('asks someone else', () => {
    given(received).when(offer).then(offered);
  });

  it('leaves it with the giver until the offer is accepted', () => {
    expect(holderAfter(received, offered)).toEqual(practice);
    expect(holderAfter(received, offered, accepted)).toEqual(team);
    expect(holderAfter(received, offered, declined)).toEqual(practice);
  });

  it('asks one at a time', () => {
    given(received, offered).when(offer).thenRefused('OfferOpen', { to: 'Guardian team' });
    given(received, offered, declined).when(offer).then(offered);
  });

  it('does not ask who holds the patient already', () => {
    given(received)
      .when({ ...offer, to: practice })
      .thenRefused('HoldsAlready', { to: 'Dr Ines Example' });
  });

  it('leaves it with the giver when nobody answers: the offer stands until it is answered or withdrawn', () => {
    const unanswered: CaseEvent = { type: 'ResponsibilityOfferUnanswered', data: { to: team, replyBy: day('2026-03-25') } };
    const withdrawn: CaseEvent = { type: 'ResponsibilityOfferWithdrawn', data: { to: team, personal: { reason: 'Nobody there' } } };
    const after = specFor(caseDecider, { ...context, today: day('2026-03-26') });
    given(received, offered).when({ type: 'MarkOfferUnanswered' }).thenRefused('OfferNotDue', { replyBy: '2026-03-25' });
    after.given(received, offered).when({ type: 'MarkOfferUnanswered' }).then(unanswered);
    after.given(received, offered, unanswered).when({ type: 'MarkOfferUnanswered' }).thenNothing();
    after.given(received, offered, accepted).when({ type: 'MarkOfferUnanswered' }).thenNothing();
    expect(holderAfter(received, offered, unanswered)).toEqual(practice);
    after.given(received, offered, unanswered).when(offer).thenRefused('OfferOpen', { to: 'Guardian team' });
    after.given(received, offered, unanswered).when({ type: 'AcceptResponsibility', acceptedBy: 'Bola Example' }).then(accepted);
    after.given(received, offered, unanswered).when({ type: 'WithdrawResponsibilityOffer', reason: 'Nobody there' }).then(withdrawn);
    given(received, offered, withdrawn).when(offer).then(offered);
    given(received, offered, withdrawn).when({ type: 'WithdrawResponsibilityOffer', reason: 'Nobody there' }).thenNothing();
    given(received, offered)
      .when({ type: 'WithdrawResponsibilityOffer', reason: ' ' })
      .thenRefused('WordsMissing', { what: 'why the offer is withdrawn' });
  });

  it('needs a name and a reply date that is not past', () => {
    given(received)
      .when({ ...offer, to: { ...team, name: '' } })
      .thenRefused('WordsMissing', { what: 'who is asked to hold the patient' });
    given(received)
      .when({ ...offer, to: { ...team, organisation: ' ' } })
      .thenRefused('WordsMissing', { what: 'the organisation of who is asked' });
    given(received)
      .when({ ...offer, replyBy: day('2026-03-19') })
      .thenRefused('DateInPast');
  });
});

describe('D3: answering an offer of responsibility', () => {
  const accept = { type: 'AcceptResponsibility', acceptedBy: 'Bola Example' } as const;
  const decline = { type: 'DeclineResponsibility', declinedBy: 'Bola Example', reason: 'No capacity' } as const;

  it('is yes or no', () => {
    given(received, offered).when(accept).then(accepted);
    given(received, offered).when(decline).then(declined);
  });

  it('does nothing when nothing is offered', () => {
    given(received).when(accept).thenNothing();
    given(received).when(decline).thenNothing();
    given(received, offered, accepted).when(accept).thenNothing();
  });

  it('needs a name for a yes and a reason for a no', () => {
    given(received, offered)
      .when({ ...accept, acceptedBy: '' })
      .thenRefused('WordsMissing', { what: 'who accepts' });
    given(received, offered)
      .when({ ...decline, reason: '' })
      .thenRefused('WordsMissing', { what: 'the reason' });
  });
});
