// Two cases of one need: suspected, compared, and followed as one.
import type { DuplicateEvent } from './events';
import { type CaseState, type Decides, type Evolves, opened, refuse, type Suspicion, words } from './state';
import { suspectsCancer } from './step';

export type DuplicateCommand =
  | {
      readonly type: 'SuspectDuplicate';
      readonly otherCaseId: string;
      readonly otherReference: string;
      readonly because: readonly string[];
    }
  | { readonly type: 'DismissDuplicate'; readonly otherCaseId: string }
  /** Not sure: somebody who may know is asked, and the suspicion stays. */
  | { readonly type: 'AskAboutDuplicate'; readonly otherCaseId: string; readonly who: string; readonly question: string }
  /** Two people, one after the other: who takes the two cases for one, and who agrees. */
  | ({ readonly type: 'ProposeLink' } & Link)
  | ({ readonly type: 'LinkAsDuplicate' } & Link)
  | { readonly type: 'UnlinkCase' };

/** Under which case this one is to be followed. */
interface Link {
  readonly otherCaseId: string;
  readonly otherReference: string;
}

/** What a link means for the other case; nobody asks for it but who writes the link. */
export type FollowCommand =
  | { readonly type: 'FollowDuplicate'; readonly otherCaseId: string; readonly otherReference: string }
  | { readonly type: 'ReleaseDuplicate'; readonly otherCaseId: string };

export const decideDuplicates: Decides<DuplicateCommand | FollowCommand> = {
  SuspectDuplicate({ type: _, ...suspicion }, state) {
    if (!isNewSuspicion(suspicion, state)) return [];
    return [{ type: 'DuplicateSuspected', data: suspicion }];
  },

  AskAboutDuplicate({ otherCaseId, who, question }, state) {
    if (!suspicionOf(otherCaseId, state)) refuse('NotSuspected', 'Nobody suspects these two cases any more.', { otherCaseId });
    words('who is asked', who);
    return [{ type: 'DuplicateAskedAbout', data: { otherCaseId, who, personal: { question } } }];
  },

  DismissDuplicate({ otherCaseId }, state) {
    const suspicion = suspicionOf(otherCaseId, state);
    if (!suspicion) return [];
    return [{ type: 'DuplicateDismissed', data: { otherCaseId, because: suspicion.because } }];
  },

  ProposeLink({ type: _, ...link }, state, { other, actor }) {
    const { otherCaseId } = link;
    if (state.linkedTo === otherCaseId || state.linkProposed?.otherCaseId === otherCaseId) return [];
    mayLink(link, state, other);
    const suspected = { type: 'DuplicateSuspected', data: { ...link, because: ['somebody compared the two'] } } as const;
    const proposed = { type: 'DuplicateLinkProposed', data: { ...link, proposedBy: actor } } as const;
    // as a suspicion it stands on the list of those that somebody has to look at
    return suspicionOf(otherCaseId, state) ? [proposed] : [suspected, proposed];
  },

  LinkAsDuplicate({ type: _, ...link }, state, { other, actor }) {
    if (state.linkedTo === link.otherCaseId) return [];
    mayLink(link, state, other);
    const { linkProposed } = state;
    if (!linkProposed || linkProposed.otherCaseId !== link.otherCaseId) {
      refuse('SecondPersonNeeded', 'A second person has to agree that these two cases are one. Propose it first.', { ...link });
    }
    if (linkProposed.by.id === actor.id) {
      refuse('SamePerson', 'You proposed that these two cases are one. Somebody else has to agree to it.', { proposedBy: actor.name });
    }
    return [{ type: 'CaseLinkedAsDuplicate', data: link }];
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

/** Rules D1 and D4: under a case that nobody works, or that may be held, the patient would be lost. */
function mayLink({ otherReference }: Link, state: CaseState, other: CaseState | null): void {
  if (state.opened?.reference === otherReference) refuse('SameCase', 'A case can not be a duplicate of itself.');
  if (!other?.opened) refuse('CaseNotFound', 'There is no such case.');
  followable(other);
  followsNobody(state);
  if (suspectsCancer(state.progress) && !suspectsCancer(other.progress)) {
    refuse(
      'NeverHeld',
      `A suspected cancer is not followed under a case that is not one. Follow ${otherReference} under this case instead.`,
    );
  }
}

const suspicionOf = (otherCaseId: string, { suspicions }: CaseState): Suspicion | undefined =>
  suspicions.find((suspicion) => suspicion.otherCaseId === otherCaseId);

/** Whether somebody has to compare the two: they have not been asked to, and were not told apart for all of these reasons before. */
export function isNewSuspicion({ otherCaseId, because }: Suspicion, state: CaseState): boolean {
  if (state.linkedTo === otherCaseId || isFollowed(otherCaseId, state) || suspicionOf(otherCaseId, state)) return false;
  const answered = state.toldApart.filter((apart) => apart.otherCaseId === otherCaseId).flatMap((apart) => apart.because);
  return because.some((reason) => !answered.includes(reason));
}

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
  DuplicateSuspected: (state, { otherCaseId, because }) => ({ ...state, suspicions: [...state.suspicions, { otherCaseId, because }] }),
  DuplicateAskedAbout: (state) => state,
  DuplicateLinkProposed: (state, { otherCaseId, proposedBy }) => ({ ...state, linkProposed: { otherCaseId, by: proposedBy } }),
  DuplicateDismissed: (state, { otherCaseId, because }) => ({
    ...withoutSuspicion(state, otherCaseId),
    // Before the event said for what, it was for what they were suspected for.
    toldApart: [...state.toldApart, { otherCaseId, because: because ?? suspicionOf(otherCaseId, state)?.because ?? [] }],
  }),
  CaseLinkedAsDuplicate: (state, { otherCaseId }) => ({
    ...withoutSuspicion(state, otherCaseId),
    linkProposed: null,
    linkedTo: otherCaseId,
  }),
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
  suspicions: state.suspicions.filter(({ otherCaseId }) => otherCaseId !== id),
  linkProposed: state.linkProposed?.otherCaseId === id ? null : state.linkProposed,
});
