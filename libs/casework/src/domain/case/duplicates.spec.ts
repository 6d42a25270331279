import { day } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import { caseDecider } from './case';
import { chris, close, closed, context, isSuspectedCancer, received } from './case.examples';
import type { CaseEvent, Coordinator } from './events';
import { type CaseState, initialCase } from './state';

const { given } = specFor(caseDecider, context);

const after = (...events: readonly CaseEvent[]): CaseState => events.reduce(caseDecider.evolve, initialCase);

describe('two cases that look like one', () => {
  const suspicion = { otherCaseId: 'c2', otherReference: 'GR-AAAAAA', because: ['Same specialty'] } as const;
  const suspected: CaseEvent = { type: 'DuplicateSuspected', data: suspicion };
  const linked: CaseEvent = { type: 'CaseLinkedAsDuplicate', data: { otherCaseId: 'c2', otherReference: 'GR-AAAAAA' } };
  const link = { type: 'LinkAsDuplicate', otherCaseId: 'c2', otherReference: 'GR-AAAAAA' } as const;

  it('are suspected once', () => {
    given(received)
      .when({ type: 'SuspectDuplicate', ...suspicion })
      .then(suspected);
    given(received, suspected)
      .when({ type: 'SuspectDuplicate', ...suspicion })
      .thenNothing();
  });

  it('are told apart by someone', () => {
    given(received, suspected)
      .when({ type: 'DismissDuplicate', otherCaseId: 'c2' })
      .then({ type: 'DuplicateDismissed', data: { otherCaseId: 'c2', because: ['Same specialty'] } });
  });

  it.each<CaseEvent>([
    { type: 'DuplicateDismissed', data: { otherCaseId: 'c2', because: ['Same specialty'] } },
    { type: 'DuplicateDismissed', data: { otherCaseId: 'c2' } },
  ])('are never suspected again for the same reason, and may be for another one', (dismissed) => {
    given(received, suspected, dismissed)
      .when({ type: 'SuspectDuplicate', ...suspicion })
      .thenNothing();
    const more = { ...suspicion, because: ['Same specialty', 'Same postcode'] };
    given(received, suspected, dismissed)
      .when({ type: 'SuspectDuplicate', ...more })
      .then({ type: 'DuplicateSuspected', data: more });
  });

  it('stay suspected while somebody who may know is asked', () => {
    const ask = { type: 'AskAboutDuplicate', otherCaseId: 'c2', who: 'Example Surgery', question: 'Same knee?' } as const;
    const asked: CaseEvent = {
      type: 'DuplicateAskedAbout',
      data: { otherCaseId: 'c2', who: 'Example Surgery', personal: { question: 'Same knee?' } },
    };
    given(received, suspected).when(ask).then(asked);
    given(received, suspected)
      .when({ ...ask, who: '' })
      .thenRefused('WordsMissing', { what: 'who is asked' });
    given(received).when(ask).thenRefused('NotSuspected');
    given(received, suspected, asked)
      .when({ type: 'DismissDuplicate', otherCaseId: 'c2' })
      .then({ type: 'DuplicateDismissed', data: { otherCaseId: 'c2', because: ['Same specialty'] } });
  });

  it('are not suspected while one is followed under the other', () => {
    given(received, { type: 'DuplicateFollowed', data: { otherCaseId: 'c2', otherReference: 'GR-AAAAAA' } })
      .when({ type: 'SuspectDuplicate', ...suspicion })
      .thenNothing();
  });

  it('are not told apart when nobody suspected them', () => {
    given(received).when({ type: 'DismissDuplicate', otherCaseId: 'c2' }).thenNothing();
  });

  const beside = (...events: readonly CaseEvent[]) => specFor(caseDecider, { ...context, other: after(...events) }).given;
  const propose = { ...link, type: 'ProposeLink' } as const;
  const proposedBy = (who: Coordinator): CaseEvent => ({
    type: 'DuplicateLinkProposed',
    data: { otherCaseId: 'c2', otherReference: 'GR-AAAAAA', proposedBy: who },
  });
  const proposed = proposedBy(chris);

  it('are taken for one by one person, and stand among those to look at', () => {
    beside(received)(received, suspected).when(propose).then(proposedBy(context.actor));
    const compared: CaseEvent = { ...suspected, data: { ...suspicion, because: ['somebody compared the two'] } };
    beside(received)(received).when(propose).then(compared, proposedBy(context.actor));
    beside(received)(received, suspected, proposed).when(propose).thenNothing();
  });

  it('are one only when a second person says so too, whichever way they come', () => {
    beside(received)(received, suspected).when(link).thenRefused('SecondPersonNeeded');
    beside(received)(received, suspected, proposedBy(context.actor))
      .when(link)
      .thenRefused('SamePerson', { proposedBy: context.actor.name });
    beside(received)(received, suspected, proposed).when(link).then(linked);
  });

  it('are not proposed any more once somebody told them apart, or they were linked', () => {
    const apart: CaseEvent = { type: 'DuplicateDismissed', data: { otherCaseId: 'c2' } };
    for (const settled of [[apart], [linked, { type: 'CaseUnlinked', data: { otherCaseId: 'c2' } } as const]]) {
      beside(received)(received, suspected, proposed, ...settled)
        .when(link)
        .thenRefused('SecondPersonNeeded');
    }
  });

  it('are followed as one', () => {
    beside(received)(received, suspected, proposed).when(link).then(linked);
    beside(...isSuspectedCancer)(...isSuspectedCancer, proposed)
      .when({ ...link, otherReference: 'GR-AAAAAA' })
      .then(linked);
  });

  it('are not followed under a case that nobody works: both would be lost', () => {
    beside(received, closed)(received, suspected).when(link).thenRefused('OtherCaseClosed');
    beside(received, linked)(received, suspected).when(link).thenRefused('OtherCaseClosed');
    beside()(received, suspected).when(link).thenRefused('CaseNotFound');
  });

  it('D1: a suspected cancer is not followed under a case that may be held', () => {
    beside(received)(...isSuspectedCancer)
      .when(link)
      .thenRefused('NeverHeld');
    const urgent: CaseEvent = { type: 'PriorityRecorded', data: { scheme: 'urgency', code: 'two-week-wait', on: day('2026-03-15') } };
    beside(received)(received, urgent).when(link).thenRefused('NeverHeld');
    beside(...isSuspectedCancer)(received, proposed)
      .when(link)
      .then(linked);
  });

  it('are never one case twice', () => {
    given(received)
      .when({ ...link, otherReference: 'GR-K7M2QX' })
      .thenRefused('SameCase');
  });

  it('are followed by themselves again after a mistake', () => {
    given(received, linked)
      .when({ type: 'UnlinkCase' })
      .then({ type: 'CaseUnlinked', data: { otherCaseId: 'c2' } });
    given(received).when({ type: 'UnlinkCase' }).thenNothing();
  });

  it('are unlinked, not reopened, so that the link does not stay behind', () => {
    given(received, linked).when({ type: 'ReopenCase', reason: 'Different knee' }).thenRefused('LinkedAsDuplicate', { with: 'c2' });
  });
});

describe('a case that others are followed under', () => {
  const follow = { type: 'FollowDuplicate', otherCaseId: 'c2', otherReference: 'GR-AAAAAA' } as const;
  const followed: CaseEvent = { type: 'DuplicateFollowed', data: { otherCaseId: 'c2', otherReference: 'GR-AAAAAA' } };
  const second: CaseEvent = { type: 'DuplicateFollowed', data: { otherCaseId: 'c3', otherReference: 'GR-BBBBBB' } };
  const released: CaseEvent = { type: 'DuplicateReleased', data: { otherCaseId: 'c2' } };
  it('knows of each, once', () => {
    given(received).when(follow).then(followed);
    given(received, followed).when(follow).thenNothing();
    given(received, followed, released).when(follow).then(followed);
  });

  it('is open: under a closed one nobody is followed', () => {
    given(received, closed).when(follow).thenRefused('OtherCaseClosed', { reference: 'GR-K7M2QX' });
  });

  it('lets go of one that is followed by itself again, also when it is closed', () => {
    given(received, followed).when({ type: 'ReleaseDuplicate', otherCaseId: 'c2' }).then(released);
    given(received, followed).when({ type: 'ReleaseDuplicate', otherCaseId: 'c3' }).thenNothing();
    given(received, closed).when({ type: 'ReleaseDuplicate', otherCaseId: 'c2' }).thenNothing();
  });

  it('D4: is not closed while they are, whatever the reason: nobody would follow them', () => {
    given(received, followed)
      .when(close)
      .thenRefused('OthersFollowedHere', { references: ['GR-AAAAAA'] });
    given(received, followed, second)
      .when({ ...close, reason: 'entered-in-error' })
      .thenRefused('OthersFollowedHere', { references: ['GR-AAAAAA', 'GR-BBBBBB'] });
    given(received, followed, released).when(close).then(closed);
  });

  it('is not followed under a third one either', () => {
    specFor(caseDecider, { ...context, other: after(received) })
      .given(received, followed)
      .when({ type: 'LinkAsDuplicate', otherCaseId: 'c4', otherReference: 'GR-CCCCCC' })
      .thenRefused('OthersFollowedHere', { references: ['GR-AAAAAA'] });
  });

  it('says who they are, and what to do', () => {
    expect(() => caseDecider.decide(close, after(received, followed), context)).toThrow(
      'GR-AAAAAA is followed under this case, and nobody would follow it any more. Have it followed by itself again first.',
    );
    expect(() => caseDecider.decide(close, after(received, followed, second), context)).toThrow(
      'GR-AAAAAA and GR-BBBBBB are followed under this case, and nobody would follow them any more. ' +
        'Have each followed by itself again first.',
    );
  });
});
