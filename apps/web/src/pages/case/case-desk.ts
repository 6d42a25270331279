import { actorOf, openedUntil, type SignedInUser } from '@guardian/access';
import { type CaseCommand, CLOCK, HandleCaseCommand, type CaseState, partOf, Records } from '@guardian/casework';
import type { CaseEvent } from '@guardian/casework/events';
import { type CaseRow, Claims, FindCase, type FoundCase, type PatientRow } from '@guardian/caseload';
import type { Position, RecordedEvent } from '@guardian/event-store';
import { type CalendarDay, type Clock, DomainError, today } from '@guardian/kernel';
import { ProjectionStatus } from '@guardian/projections';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { type FormState, parseForm, withError } from '../../http/form';
import { NotFound, ReasonNeeded } from '../../http/input-errors';
import type { Posted } from '../../http/posted';
import type { InputClass } from '../../http/strict-input';
import { Page, SeeOther } from '../../layout/page';
import { isOfRestriction, withoutNames, withoutPractice } from './restricted';

/** A case as the person at the desk sees it: folded from its stream just now. */
export interface OpenedCase {
  readonly user: SignedInUser;
  readonly caseId: string;
  readonly reference: string;
  /** What pages post back, so that nobody overwrites what they have not seen. */
  readonly revision: number;
  readonly state: CaseState;
  readonly events: readonly RecordedEvent<CaseEvent>[];
  readonly row: CaseRow;
  readonly patient: PatientRow;
}

/** One form on a case: how it is shown, what it asks for, and where it leads. */
export interface CaseForm<T extends object> {
  readonly shape: InputClass<T>;
  /** Where the cursor goes when a rule refuses that speaks of no field of its own. */
  readonly field: keyof T & string;
  readonly page: (opened: OpenedCase, form: FormState, status?: number) => Page | Promise<Page>;
  /** What stands against it outside this case, in words for `field`; nothing when nothing does. */
  readonly problem?: (value: T, opened: OpenedCase) => Promise<string | undefined>;
  /** Several are done in turn, each once. Given the whole record: what pages hide is recorded as it was said. */
  readonly commands: (value: T, whole: OpenedCase) => CaseCommand | readonly CaseCommand[] | Promise<CaseCommand | readonly CaseCommand[]>;
  /** Told on the next page. */
  readonly notice: string | ((opened: OpenedCase) => string);
  /** Where it goes on; the case unless told. */
  readonly to?: (value: T, opened: OpenedCase) => string;
}

/** Faults and answers that no change of a form puts right: these have pages of their own. */
const NOT_FOR_THE_FORM = new Set(['StoreBusy', 'StoreUnavailable', 'StreamConflict', 'CommandIdReused', 'NotAllowed', 'CaseNotFound']);

/** Whether a rule refused that the person at the form can act on. */
export const isForTheForm = (error: unknown): error is DomainError => error instanceof DomainError && !NOT_FOR_THE_FORM.has(error.code);

/** What every page of a case does: open it for somebody, do one command, and know what day it is. */
@Injectable()
export class CaseDesk {
  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
    private readonly records: Records,
    private readonly projections: ProjectionStatus,
    private readonly claims: Claims,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  get today(): CalendarDay {
    return today(this.clock);
  }

  get now(): Date {
    return this.clock.now();
  }

  /**
   * Throws NotFound for a case that is not there, and in the same words for one that is not this user's; `ReasonNeeded` for a restricted record
   * that somebody else coordinates, until they have said why.
   */
  async open(user: SignedInUser, reference: string): Promise<OpenedCase> {
    return shown(await this.whole(user, reference));
  }

  /** As `open`, with what a restricted record shows to nobody: to make commands of, never for a page. */
  async whole(user: SignedInUser, reference: string): Promise<OpenedCase> {
    const found = /^GR-[A-Z0-9]{6}$/.test(reference) ? await this.queries.execute(new FindCase(user.scope, reference)) : null;
    if (!found) throw new NotFound();
    if (found.patient.restricted && !maySee(user, found)) throw new ReasonNeeded(reference);
    const { caseId } = found.row;
    const { state, revision, events } = await this.records.case(caseId);
    return { user, caseId, reference, revision, state, events, row: found.row, patient: found.patient };
  }

  /** When the patient's record was restricted and opened again, by whom and why; oldest first. */
  async restrictions({ caseId, row, patient }: OpenedCase) {
    const { events } = await this.records.patientRecord(row.patientId);
    const marks = events.filter(isOfRestriction);
    return patient.restricted ? withoutNames({ row, events: (await this.records.case(caseId)).events }, marks) : marks;
  }

  /**
   * Reads the form, does what it asks for and goes on; an error of the form or a rule that refuses shows the same page again with its
   * words, and what was typed stays. Goes on when lists show what was done, or after a second; with `then=next`, which every form may send,
   * to the case that needs this person next.
   */
  async post<T extends object>(posted: Posted, form: CaseForm<T>): Promise<Page | SeeOther> {
    const whole = await this.whole(posted.user, posted.reference);
    const opened = shown(whole);
    const { then, ...body } = posted.body;
    const parsed = parseForm(form.shape, body);
    if (!parsed.ok) return form.page(opened, parsed, 422);
    const problem = await form.problem?.(parsed.value, opened);
    if (problem !== undefined) return form.page(opened, withError(posted.body, form.field, problem), 422);
    const commands = [await form.commands(parsed.value, whole)].flat();
    let listsShowIt: boolean;
    try {
      listsShowIt = await this.do(opened, commands, posted);
    } catch (error) {
      if (!isForTheForm(error)) throw error;
      return form.page(await this.open(posted.user, posted.reference), withError(posted.body, form.field, inWords(error)), 422);
    }
    await this.claims.saved(opened.caseId, opened.user, this.now);
    const notice = typeof form.notice === 'string' ? form.notice : form.notice(opened);
    const address =
      then === 'next' ? `/worklist/next?after=${opened.reference}` : (form.to?.(parsed.value, opened) ?? `/cases/${opened.reference}`);
    return new SeeOther(address, listsShowIt ? notice : `${notice} It is saved; lists will show it in a few seconds.`);
  }

  /** Answers whether lists show it already; it is saved in any case. */
  private async do(opened: OpenedCase, commands: readonly CaseCommand[], { user, commandId, revision }: Posted): Promise<boolean> {
    let last: Position | undefined;
    for (const [i, command] of commands.entries()) {
      const envelope = {
        actor: actorOf(user),
        commandId: i === 0 ? commandId : partOf(commandId, String(i + 1)),
        // Only the first can meet what somebody else did meanwhile.
        ...(revision === undefined || i > 0 ? {} : { ifRevision: revision }),
      };
      last = (await this.commands.execute(new HandleCaseCommand(opened.caseId, command, envelope))).position;
    }
    return last === undefined || (await this.projections.waitUntil('caseload-cases', last, 1_000)) === 'fresh';
  }
}

const shown = (whole: OpenedCase): OpenedCase => (whole.patient.restricted ? withoutPractice(whole) : whole);

const maySee = ({ id, scope }: SignedInUser, { row, patient }: FoundCase): boolean =>
  row.coordinatorId === id || openedUntil(scope, patient.patientId) !== undefined;

function inWords(error: DomainError): string {
  if (error.code !== 'StreamMovedOn') return error.message;
  const by = typeof error.facts['by'] === 'string' ? error.facts['by'] : 'Someone else';
  return `${by} changed this case after you opened it. Check it, then save again: what you entered is kept below.`;
}
