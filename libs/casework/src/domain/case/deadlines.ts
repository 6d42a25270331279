// What comes about when nobody does anything: the commands that the clock issues for a case, and from when.
import { addDays, type CalendarDay, londonInstant, WorkingDays } from '@guardian/kernel';
import type { CaseCommand } from './case';
import { watched } from './harm-review';
import { openCheckIn } from './safety';
import { allThreads } from './said';
import type { CaseContext, CaseState } from './state';
import { type LastNews, pcnQuietLimit, type QuietLimit, type QuietLimits, quietLimit, quietUntil, silenceTold } from './silence';
import { stepOf } from './step';
import { awaitedReply, nextValidation } from './validation';
import { needsEvidence } from './workup';

export interface Deadline {
  readonly kind:
    | 'gate-default'
    | 'return-escalated'
    | 'check-in-missed'
    | 'escalation-passed-on'
    | 'evidence-expired'
    | 'baton-unanswered'
    | 'step-quiet'
    | 'silence-pcn'
    | 'harm-review'
    | 'validation-due'
    | 'validation-unanswered';
  /** Which of several of its kind. */
  readonly key: string;
  /** The instant, as ISO text, from which its command is issued. */
  readonly dueAt: string;
  readonly command: CaseCommand;
}

/** What the deadlines of a case depend on besides its state. */
export interface Surroundings {
  readonly limit: CaseContext['limit'];
  readonly heard: LastNews | null;
  /** Of the step that the case is in; undefined where nobody agreed any. */
  readonly quiet: QuietLimits | undefined;
}

/** The open deadlines of a case, the next one first. They follow from its events alone: what is closed, met or moved has none left. */
export function deadlinesOf(state: CaseState, around: Surroundings): Deadline[] {
  if (stepOf(state.progress) === 'closed') return [];
  const all = [
    ...escalations(state),
    ...checkIn(state, around.limit),
    ...gate(state),
    ...answer(state),
    ...evidence(state),
    ...baton(state),
    ...silence(state, around),
    ...harm(state, around.limit),
    ...validation(state, around.limit),
  ];
  return all.sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0));
}

const workingDays = new WorkingDays();

/** One after the other for each silence: it is named by the news after which it began. */
function silence(state: CaseState, { limit, heard, quiet }: Surroundings): Deadline[] {
  if (!heard || !quiet) return [];
  const { team, pcn } = silenceTold(state);
  const dueAt = (of: QuietLimit): string => after(quietUntil(heard.on, of, workingDays));
  const key = String(heard.entry);
  return [
    ...(team ? [] : [{ kind: 'step-quiet', key, dueAt: dueAt(quietLimit(quiet)), command: { type: 'MarkStepQuiet' } } as const]),
    ...(pcn
      ? []
      : [
          {
            kind: 'silence-pcn',
            key,
            dueAt: dueAt(pcnQuietLimit(quiet, limit('pcnQuietTimes'))),
            command: { type: 'TellPcnOfSilence' },
          } as const,
        ]),
  ];
}

/** Of what was agreed, until the hospital has seen the patient. A gate that was passed stays so. */
function evidence({ progress, items }: CaseState): Deadline[] {
  if (!needsEvidence(stepOf(progress))) return [];
  return Object.values(items).flatMap(({ code, expiresOn }) =>
    expiresOn === null
      ? []
      : { kind: 'evidence-expired', key: code, dueAt: after(expiresOn), command: { type: 'ExpireWorkupItem', item: code } },
  );
}

function baton({ offer, entries }: CaseState): Deadline[] {
  if (!offer || offer.unanswered) return [];
  // A later offer may have the same reply date.
  const key = `o${entries.filter((type) => type === 'ResponsibilityOffered').length}`;
  return [{ kind: 'baton-unanswered', key, dueAt: after(offer.replyBy), command: { type: 'MarkOfferUnanswered' } }];
}

function gate({ progress, gateDueOn }: CaseState): Deadline[] {
  if (progress.gatePassed || gateDueOn === null) return [];
  return [{ kind: 'gate-default', key: 'gate', dueAt: after(gateDueOn), command: { type: 'TakeGateDefault' } }];
}

function answer({ progress, replyBy, escalateTo }: CaseState): Deadline[] {
  if (!progress.returned || replyBy === null || escalateTo === null) return [];
  return [{ kind: 'return-escalated', key: replyBy, dueAt: after(replyBy), command: { type: 'EscalateReturn' } }];
}

function checkIn({ safety }: CaseState, limit: CaseContext['limit']): Deadline[] {
  const open = openCheckIn(safety);
  if (open?.status !== 'planned') return [];
  const dueAt = after(addDays(open.dueOn, limit('checkInGraceDays')));
  return [{ kind: 'check-in-missed', key: open.id, dueAt, command: { type: 'MarkCheckInMissed' } }];
}

const escalations = ({ safety }: CaseState): Deadline[] =>
  allThreads(safety.escalations)
    .filter(({ status, passedOn }) => status === 'raised' && !passedOn)
    .map(({ id, acknowledgeBy }) => ({
      kind: 'escalation-passed-on',
      key: id,
      dueAt: acknowledgeBy,
      command: { type: 'PassEscalationOn', escalationId: id },
    }));

const harm = (state: CaseState, limit: CaseContext['limit']): Deadline[] =>
  watched(state, limit).map(({ trigger, until }) => ({
    kind: 'harm-review',
    key: trigger,
    dueAt: after(until),
    command: { type: 'OpenHarmReview', trigger },
  }));

function validation(state: CaseState, limit: CaseContext['limit']): Deadline[] {
  const next = nextValidation(state, limit);
  const awaited = awaitedReply(state.progress, state.safety);
  return [
    ...(next
      ? [{ kind: 'validation-due', key: next, dueAt: after(addDays(next, -1)), command: { type: 'MarkValidationDue' } } as const]
      : []),
    ...(awaited
      ? [
          {
            kind: 'validation-unanswered',
            key: awaited.id,
            dueAt: after(awaited.replyBy),
            command: { type: 'MarkValidationUnanswered' },
          } as const,
        ]
      : []),
  ];
}

/** Midnight in London at the end of the day. */
const after = (on: CalendarDay): string => londonInstant(addDays(on, 1), '00:00').toISOString();
