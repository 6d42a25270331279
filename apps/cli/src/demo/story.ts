// A case's script: dated steps, written in any order by the parts of its story, then put in order and cut where the case ends.
import { actorOf } from '@guardian/access';
import type { CaseCommand, ClosureReason, IncomingReferral, PatientCommand } from '@guardian/casework';
import type { Actor } from '@guardian/event-store';
import type { CalendarDay } from '@guardian/kernel';
import { after, officeHours } from './diary';
import { Random } from './random';
import type { Scene } from './scene';
import { clinicianOf, coordinatorOf } from './world';

export type Act =
  | { readonly type: 'TakeIn'; readonly referral: IncomingReferral }
  | { readonly type: 'Patient'; readonly command: PatientCommand }
  | { readonly type: 'Case'; readonly command: CaseCommand };

export interface PlannedStep {
  readonly at: Date;
  readonly actor: Actor;
  readonly act: Act;
  /** Of a correction: the index of the step whose entry was wrong. */
  readonly amends?: number;
}

export interface Draft {
  readonly on: CalendarDay;
  readonly actor: Actor;
  readonly act: Act;
  readonly amends?: Draft;
}

type FactCommand = Extract<CaseCommand, { type: 'RecordHospitalFact' }>;

type Amendment =
  Omit<Extract<CaseCommand, { type: 'CorrectEntry' }>, 'entry'> | Omit<Extract<CaseCommand, { type: 'MoveEntryToPatient' }>, 'entry'>;

const ENDS: readonly CaseCommand['type'][] = ['CloseCase', 'ConfirmExit', 'LinkAsDuplicate'];

/** Exits that a second person has to confirm unless the patient was spoken with. */
const SAID_BY_THE_PATIENT: readonly ClosureReason[] = ['no-longer-needed', 'treated-elsewhere', 'moved-away'];
const TALK = { type: 'RecordContact', who: 'patient', how: 'phone', outcome: 'spoke', nextOn: null } as const;

/** Guardian itself, where a stated time has run out. */
export const GUARDIAN: Actor = { id: 'guardian', name: 'Guardian', role: 'system', organisation: 'Guardian service' };

export const endsCase = ({ act }: { readonly act: Act }): boolean => act.type === 'Case' && ENDS.includes(act.command.type);

export class Story {
  readonly random: Random;
  readonly coordinator: Actor;
  readonly clinician: Actor;
  private drafts: Draft[] = [];

  constructor(readonly scene: Scene) {
    this.random = new Random(`story ${scene.seed} ${scene.caseNumber}`);
    this.coordinator = actorOf(coordinatorOf(scene.practice.place));
    this.clinician = actorOf(clinicianOf(scene.practice.place));
  }

  takesIn(on: CalendarDay, referral: IncomingReferral): void {
    this.drafts.push({ on, actor: this.coordinator, act: { type: 'TakeIn', referral } });
  }

  patient(on: CalendarDay, command: PatientCommand): void {
    this.drafts.push({ on, actor: this.coordinator, act: { type: 'Patient', command } });
  }

  /** `on` is a working day: the day on which it is done and recorded. */
  does(on: CalendarDay, command: CaseCommand, actor: Actor = this.coordinator): Draft {
    const draft: Draft = { on, actor, act: { type: 'Case', command } };
    this.drafts.push(draft);
    return draft;
  }

  /** A hospital fact, which Guardian hears of some days after it happened. Returns the entry. */
  fact(happenedOn: CalendarDay, kind: string, facts: FactCommand['facts'] = {}, heardAfter = this.random.days(2, 0.8)): Draft {
    const { random } = this;
    return this.does(after(happenedOn, Math.min(heardAfter, 21)), {
      type: 'RecordHospitalFact',
      kind,
      on: happenedOn,
      facts,
      source: random.pick(['e-RS', 'Hospital letter', 'Hospital waiting list file', 'Call to the booking team']),
      confidence: random.weighted([
        ['confirmed', 80],
        ['reported', 16],
        ['estimated', 4],
      ] as const),
    });
  }

  /** Some days later somebody sees that an entry is wrong. */
  amends(wrong: Draft, command: Amendment): void {
    const on = after(wrong.on, this.random.int(1, 9));
    // the entry's revision is known only when it has been written: live-case.ts puts it in
    this.drafts.push({ on, actor: this.coordinator, act: { type: 'Case', command: { ...command, entry: 0 } }, amends: wrong });
  }

  /** The case ends on this day if it has not ended before. */
  closes(on: CalendarDay, reason: ClosureReason, evidence: string): void {
    const nobody = reason === 'died' || reason === 'entered-in-error' || reason === 'duplicate';
    const told = (): 'phone' | 'letter' => this.random.pick(['letter', 'letter', 'phone']);
    const exit = {
      reason,
      on,
      evidence,
      reviewer: this.clinician.name,
      patientTold: nobody ? 'not-applicable' : told(),
      referrerTold: reason === 'entered-in-error' || reason === 'duplicate' ? 'not-applicable' : told(),
    } as const;
    if (reason === 'entered-in-error') {
      this.does(on, { type: 'ProposeExit', ...exit });
      this.does(on, { type: 'ConfirmExit' }, this.clinician);
      return;
    }
    if (SAID_BY_THE_PATIENT.includes(reason)) {
      this.does(on, { ...TALK, on, notes: evidence });
    }
    this.does(on, { type: 'CloseCase', ...exit });
  }

  /** The steps in order, up to the last day of the history or the end of the case. `epilogue` may go on from an end. */
  told(epilogue: (end: Draft) => void): PlannedStep[] {
    const upTo = (drafts: readonly Draft[]): Draft[] => {
      // sorting is stable: of two on one day, the one that was written first comes first
      const ordered = drafts.filter(({ on }) => on <= this.scene.until).sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
      const end = ordered.findIndex(endsCase);
      return end < 0 ? ordered : ordered.slice(0, end + 1);
    };
    const body = upTo(this.drafts);
    const last = body.at(-1);
    this.drafts = [];
    if (last && endsCase(last)) epilogue(last);
    return this.timed([...body, ...upTo(this.drafts)]);
  }

  private timed(drafts: readonly Draft[]): PlannedStep[] {
    const acts = withNumbers(drafts.map(({ act }) => act));
    const clock = new Random(`hours ${this.scene.seed} ${this.scene.caseNumber}`);
    const days = [...new Set(drafts.map(({ on }) => on))];
    const hours = days.flatMap((day) => officeHours(day, drafts.filter(({ on }) => on === day).length, clock));
    return drafts.map(({ actor, act, amends }, i) => ({
      at: hours[i] ?? new Date(NaN),
      actor,
      act: acts[i] ?? act,
      ...(amends && { amends: drafts.indexOf(amends) }),
    }));
  }
}

/** Tests and contacts are numbered by the case as they come. Until the order is known a test is called by its code. */
function withNumbers(acts: readonly Act[]): Act[] {
  const testIds = new Map<string, string>();
  let contacts = 0;
  return acts.map((act) => {
    if (act.type !== 'Case') return act;
    const { command } = act;
    if (command.type === 'OrderDiagnostic') testIds.set(command.test, `t${testIds.size + 1}`);
    if (command.type === 'RecordContact') contacts++;
    if (command.type === 'CorrectContact') return { ...act, command: { ...command, contactId: `c${contacts}` } };
    if ('testId' in command) return { ...act, command: { ...command, testId: testIds.get(command.testId) ?? command.testId } };
    return act;
  });
}
