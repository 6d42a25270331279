// What people decide about how long the record of a patient is kept. Nothing is destroyed here, and nothing by itself.
import { type CalendarDay, DomainError, type E, type Personal } from '@guardian/kernel';
import type { Person } from './data-requests';

export type RetentionEvent =
  /** The record is needed by a court, an inquiry or a complaint: whatever the rules say, it is kept. */
  | E<'LegalHoldPlaced', Personal<{ because: string }>>
  /** The record is kept as the rules say again. */
  | E<'LegalHoldLifted', Personal<{ because: string }>>
  /** Somebody looked at a record that was due, or will be, and it is kept until a later day. */
  | E<'RecordKeptLonger', { until: CalendarDay } & Personal<{ because: string }>>
  /** Somebody looked at a record that was due since `dueOn` by this rule, or that its patient asked to have erased, and found that it need not be kept. */
  | E<'DestructionProposed', { rule: string; dueOn: CalendarDay; by?: Person } & Personal<{ because: string }>>;

export type RetentionCommand =
  | { readonly type: 'PlaceLegalHold'; readonly because: string }
  | { readonly type: 'LiftLegalHold'; readonly because: string }
  | { readonly type: 'KeepRecordLonger'; readonly until: CalendarDay; readonly because: string }
  | {
      readonly type: 'ProposeDestruction';
      readonly because: string;
      /** What the rules say today; null: nothing, because a case is open. */
      readonly due: { readonly rule: string; readonly dueOn: CalendarDay } | null;
    };

export interface Kept {
  readonly held: boolean;
  readonly until: CalendarDay | null;
  /** `by`: null where an earlier release did not write it down. */
  readonly proposed: { readonly rule: string; readonly by: Person | null } | null;
}

interface RetentionContext {
  readonly today: CalendarDay;
  readonly actor: Person;
  /** Whether the patient asked for erasure and waits for the answer. */
  readonly asked: boolean;
}

export const KEPT_BY_RULE: Kept = { held: false, until: null, proposed: null };

/** By this rule a record goes because the patient asked for it. */
export const ASKED_FOR = 'asked-for';

export function decideRetention(command: RetentionCommand, kept: Kept, { today, actor, asked }: RetentionContext): RetentionEvent[] {
  if (command.because.trim() === '') refuse('WordsMissing', 'Enter the reason.', { what: 'the reason' });
  const personal = { because: command.because };
  switch (command.type) {
    case 'PlaceLegalHold':
      return kept.held ? [] : [{ type: 'LegalHoldPlaced', data: { personal } }];
    case 'LiftLegalHold':
      return kept.held ? [{ type: 'LegalHoldLifted', data: { personal } }] : [];
    case 'KeepRecordLonger': {
      const { until } = command;
      if (until <= today) refuse('DateInPast', 'The day until which it is kept must be after today.', { on: until });
      if (kept.until !== null && until < kept.until)
        refuse('KeptLongerAlready', 'It was decided already to keep this record for longer than that.', { until: kept.until });
      return until === kept.until ? [] : [{ type: 'RecordKeptLonger', data: { until, personal } }];
    }
    case 'ProposeDestruction': {
      const { due } = command;
      if (kept.held) refuse('OnLegalHold', 'This record is on legal hold. It is kept until the hold is lifted.');
      if (kept.proposed?.by) return [];
      if (due === null) return refuse('NotDueForDestruction', 'This record still has to be kept: a case is open.');
      const isDue = due.dueOn <= today && (kept.until === null || kept.until <= today);
      if (!isDue && !asked) return refuse('NotDueForDestruction', 'This record still has to be kept.');
      const by = isDue ? due : { rule: ASKED_FOR, dueOn: today };
      return [{ type: 'DestructionProposed', data: { ...by, by: actor, personal } }];
    }
  }
}

/** A hold, or a later day, takes the proposal back. */
export function evolveRetention(kept: Kept, event: RetentionEvent): Kept {
  switch (event.type) {
    case 'LegalHoldPlaced':
      return { ...kept, held: true, proposed: null };
    case 'LegalHoldLifted':
      return { ...kept, held: false };
    case 'RecordKeptLonger':
      return { ...kept, until: event.data.until, proposed: null };
    case 'DestructionProposed':
      return { ...kept, proposed: { rule: event.data.rule, by: event.data.by ?? null } };
  }
}

function refuse(code: string, message: string, facts: Record<string, unknown> = {}): never {
  throw new DomainError(code, message, facts);
}
