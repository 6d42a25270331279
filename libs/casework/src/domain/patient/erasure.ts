// Erasing what is personal of a patient: proposed by one person (retention-review.ts), agreed to by another, done by the worker.
import { DomainError, type E, type Personal } from '@guardian/kernel';
import type { DataRequestEvent, DataRequests, Person } from './data-requests';
import type { Kept } from './retention-review';

export interface Erasure {
  /** By which it need not be kept. */
  readonly rule: string;
  readonly proposedBy: Person;
  readonly confirmedBy: Person;
  /** Ids of the streams whose keys go with the patient's. */
  readonly cases: readonly string[];
  readonly enquiries: readonly string[];
}

/** The patient has an open case; there are more cases or enquiries than were looked at; or entries from before they were sealed, which no key would erase. */
export type ErasureStop = 'case-open' | 'more-than-was-seen' | 'not-sealed';

export type ErasureEvent =
  /** The second person does not agree: the record stays. */
  | E<'DestructionDeclined', Personal<{ because: string }>>
  /** Two people decided that what is personal in the record, in these cases and in these enquiries is erased. Nothing is added meanwhile. */
  | E<'ErasureConfirmed', Erasure>
  /** Nothing was erased. */
  | E<'ErasureStopped', { because: ErasureStop }>
  /** So many keys are destroyed: days, steps and codes are left, and nothing that tells who it was. */
  | E<'PersonalDataErased', { keys: number }>;

export type ErasureCommand =
  | { readonly type: 'DeclineDestruction'; readonly because: string }
  | {
      readonly type: 'ConfirmErasure';
      readonly cases: readonly string[];
      readonly enquiries: readonly string[];
      /** How many of the cases are open. */
      readonly open: number;
    }
  | { readonly type: 'StopErasure'; readonly because: ErasureStop }
  | { readonly type: 'CompleteErasure'; readonly keys: number };

/** What is decided while a record is erased. */
export const WHILE_ERASING: readonly string[] = ['ConfirmErasure', 'StopErasure', 'CompleteErasure'];

interface Standing {
  readonly kept: Kept;
  readonly requests: DataRequests;
  readonly erasing: Erasure | null;
}

export function decideErasure(
  command: ErasureCommand,
  { kept, requests, erasing }: Standing,
  actor: Person,
): (ErasureEvent | DataRequestEvent)[] {
  switch (command.type) {
    case 'DeclineDestruction':
      if (!kept.proposed) refuse('ErasureNotProposed', 'Nobody has proposed to destroy this record.');
      if (command.because.trim() === '') refuse('WordsMissing', 'Enter the reason.', { what: 'the reason' });
      return [{ type: 'DestructionDeclined', data: { personal: { because: command.because } } }];
    case 'ConfirmErasure': {
      if (erasing) return [];
      const { proposed } = kept;
      // One that an earlier release recorded does not say by whom.
      if (!proposed?.by) return refuse('ErasureNotProposed', 'Nobody has proposed to destroy this record.');
      if (proposed.by.id === actor.id) refuse('SecondPersonNeeded', 'You proposed this. Somebody else has to agree.');
      const { cases, enquiries, open } = command;
      if (open > 0) refuse('CaseStillOpen', 'The patient has an open case. The record is kept.', { open });
      const asked = Object.entries(requests).filter(([, { outcome }]) => outcome === null);
      if (asked.some(([, { kind }]) => kind !== 'erasure'))
        refuse('DataRequestOpen', 'The patient has asked something else about their data. Answer that first.');
      const confirmed: Erasure = { rule: proposed.rule, proposedBy: proposed.by, confirmedBy: actor, cases, enquiries };
      return [
        ...asked.map(([requestId]): DataRequestEvent => {
          return { type: 'DataRequestClosed', data: { requestId, outcome: 'answered', personal: { because: 'The record was erased.' } } };
        }),
        { type: 'ErasureConfirmed', data: confirmed },
      ];
    }
    case 'StopErasure':
      return erasing ? [{ type: 'ErasureStopped', data: { because: command.because } }] : [];
    case 'CompleteErasure':
      return erasing ? [{ type: 'PersonalDataErased', data: { keys: command.keys } }] : [];
  }
}

function refuse(code: string, message: string, facts: Record<string, unknown> = {}): never {
  throw new DomainError(code, message, facts);
}
