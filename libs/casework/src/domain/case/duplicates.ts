// Two cases of one need: suspected, compared, and followed as one.
import type { DuplicateEvent } from './events';
import { type CaseState, type Decides, type Evolves, opened, refuse } from './state';
import { suspectsCancer } from './step';

export type DuplicateCommand =
  | {
      readonly type: 'SuspectDuplicate';
      readonly otherCaseId: string;
      readonly otherReference: string;
      readonly because: readonly string[];
    }
  | { readonly type: 'DismissDuplicate'; readonly otherCaseId: string }
  | { readonly type: 'LinkAsDuplicate'; readonly otherCaseId: string; readonly otherReference: string }
  | { readonly type: 'UnlinkCase' };

/** What a link means for the other case; nobody asks for it but who writes the link. */
export type FollowCommand =
  | { readonly type: 'FollowDuplicate'; readonly otherCaseId: string; readonly otherReference: string }
  | { readonly type: 'ReleaseDuplicate'; readonly otherCaseId: string };

export const decideDuplicates: Decides<DuplicateCommand | FollowCommand> = {
  SuspectDuplicate({ type: _, ...suspicion }, state) {
    if (state.suspectedDuplicates.includes(suspicion.otherCaseId) || state.linkedTo === suspicion.otherCaseId) return [];
    return [{ type: 'DuplicateSuspected', data: suspicion }];
  },

  DismissDuplicate({ otherCaseId }, state) {
    if (!state.suspectedDuplicates.includes(otherCaseId)) return [];
    return [{ type: 'DuplicateDismissed', data: { otherCaseId } }];
  },

  LinkAsDuplicate({ otherCaseId, otherReference }, state, { other }) {
    if (state.linkedTo === otherCaseId) return [];
    if (state.opened?.reference === otherReference) refuse('SameCase', 'A case can not be a duplicate of itself.');
    // Rules D1 and D4: under a case that nobody works, or that may be held, the patient would be lost.
    if (!other?.opened) refuse('CaseNotFound', 'There is no such case.');
    followable(other);
    followsNobody(state);
    if (suspectsCancer(state.progress) && !suspectsCancer(other.progress)) {
      refuse(
        'NeverHeld',
        `A suspected cancer is not followed under a case that is not one. Follow ${otherReference} under this case instead.`,
      );
    }
    return [{ type: 'CaseLinkedAsDuplicate', data: { otherCaseId, otherReference } }];
  },

  UnlinkCase(_command, state) {
    if (!state.linkedTo) return [];
    return [{ type: 'CaseUnlinked', data: { otherCaseId: state.linkedTo } }];
  },

  FollowDuplicate({ otherCaseId, otherReference }, state) {
    if (isFollowed(otherCaseId, state)) return [];
    followable(state);
    return [{ type: 'DuplicateFollowed', data: { otherCaseId, otherReference } }];
  },

  ReleaseDuplicate({ otherCaseId }, state) {
    return isFollowed(otherCaseId, state) ? [{ type: 'DuplicateReleased', data: { otherCaseId } }] : [];
  },
};

/** Nobody is lost with this case: refuses while others are followed under it. */
export function followsNobody({ followed }: CaseState): void {
  if (followed.length === 0) return;
  const references = followed.map(({ reference }) => reference);
  const [are, them, each] = followed.length === 1 ? ['is', 'it', 'it'] : ['are', 'them', 'each'];
  refuse(
    'OthersFollowedHere',
    `${inWords(references)} ${are} followed under this case, and nobody would follow ${them} any more. ` +
      `Have ${each} followed by itself again first.`,
    { references },
  );
}

function followable(state: CaseState): void {
  if (!state.progress.closed) return;
  const { reference } = opened(state);
  refuse('OtherCaseClosed', `${reference} is closed: nobody would follow the patient. Reopen it first.`, { reference });
}

const isFollowed = (caseId: string, { followed }: CaseState): boolean => followed.some((one) => one.caseId === caseId);

const inWords = (references: readonly string[]): string =>
  references.length < 2 ? references.join('') : `${references.slice(0, -1).join(', ')} and ${references.at(-1)}`;

export const evolveDuplicates: Evolves<DuplicateEvent> = {
  DuplicateSuspected: (state, { otherCaseId }) => ({ ...state, suspectedDuplicates: [...state.suspectedDuplicates, otherCaseId] }),
  DuplicateDismissed: (state, { otherCaseId }) => withoutSuspicion(state, otherCaseId),
  CaseLinkedAsDuplicate: (state, { otherCaseId }) => ({ ...withoutSuspicion(state, otherCaseId), linkedTo: otherCaseId }),
  CaseUnlinked: (state) => ({ ...state, linkedTo: null }),
  DuplicateFollowed: (state, { otherCaseId, otherReference }) => ({
    ...state,
    followed: [...state.followed, { caseId: otherCaseId, reference: otherReference }],
  }),
  DuplicateReleased: (state, { otherCaseId }) => ({
    ...state,
    followed: state.followed.filter(({ caseId }) => caseId !== otherCaseId),
  }),
};

const withoutSuspicion = (state: CaseState, id: string): CaseState => ({
  ...state,
  suspectedDuplicates: state.suspectedDuplicates.filter((other) => other !== id),
});
