import { actorOf, type SignedInUser } from '@guardian/access';
import { FindCase } from '@guardian/caseload';
import { canBeMoved, CORRECTIONS, HandleCaseCommand, MOVED_HERE, partOf, recordAgain, refuseMover } from '@guardian/casework';
import type { CaseEvent } from '@guardian/casework/events';
import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Choice, Text } from '../../http/fields';
import { type FormState, newForm, parseForm, withError } from '../../http/form';
import { NotFound } from '../../http/input-errors';
import { Posted } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { Page, SeeOther } from '../../layout/page';
import { CaseDesk, isForTheForm, type OpenedCase } from '../case/case-desk';
import { CaseFrame } from '../case/case-frame';
import { eventWords, namesIn } from '../case/event-words';
import { patientView } from '../case/patient-view';

class CorrectionForm {
  @Choice({ label: 'what is wrong', from: ['content', 'patient'], required: 'Select what is wrong' })
  wrong: 'content' | 'patient';

  @Text({ label: 'What is right', max: 2_000 })
  correction?: string;

  @Text({ label: 'The reason', max: 500, required: 'Enter why it is corrected' })
  reason: string;

  @Text({ label: 'The case of the right patient' })
  rightCase?: string;
}

class RightPatientForm {
  @Text({ label: 'The case of the right patient', required: 'Enter the reference of the right patient’s case' })
  rightCase: string;

  @Choice({ label: 'the tick', from: ['yes'], required: 'Confirm that the name and the date of birth are those of the right patient' })
  confirmed: 'yes';
}

/** Putting an entry right: nothing is deleted, and what belongs to another patient is hidden at once (rule D5). */
@Controller('cases/:reference/corrections')
@May('work-cases')
export class CorrectionsController {
  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
  ) {}

  @Get('new')
  async form(@CurrentUser() user: SignedInUser, @Param('reference') reference: string, @Query('entry') entry: string): Promise<Page> {
    return this.page(await this.desk.open(user, reference), Number(entry), newForm());
  }

  @Post('new')
  @FormRoute()
  correct(@Query('entry') given: string, @Posted() posted: Posted): Promise<Page | SeeOther> {
    const entry = Number(given);
    return this.desk.post(posted, {
      shape: CorrectionForm,
      field: 'correction',
      page: (opened, form, status) => this.page(opened, entry, form, status),
      commands: ({ wrong, correction = '', reason }, opened) => {
        entryOf(opened, entry);
        return wrong === 'patient' ? { type: 'MoveEntryToPatient', entry, reason } : { type: 'CorrectEntry', entry, correction, reason };
      },
      notice: (opened) => noticeOf(entryOf(opened, entry)),
      to: ({ wrong, rightCase }, { reference }) =>
        wrong === 'patient' ? rightPatientAddress(reference, entry, rightCase) : `/cases/${reference}/timeline`,
    });
  }

  /** Where an entry that is hidden here is recorded for the patient whom it is about. `case`: that patient's case. */
  @Get(':entry/right-patient')
  async rightPatient(
    @CurrentUser() user: SignedInUser,
    @Param('reference') reference: string,
    @Param('entry') entry: string,
    @Query('case') rightCase = '',
  ): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    const form = newForm({ rightCase });
    if (rightCase === '' || (await this.find(user, rightCase))) return this.rightPatientPage(opened, Number(entry), form);
    const errors = [{ field: 'rightCase', message: `There is no case ${rightCase} that you may open` }];
    return this.rightPatientPage(opened, Number(entry), { ...form, errors }, 422);
  }

  /** Under an id of its own for each entry and case: sent again, or after an interruption, it is recorded once. */
  @Post(':entry/right-patient')
  @FormRoute()
  async record(@Param('entry') given: string, @Posted() posted: Posted): Promise<Page | SeeOther> {
    const entry = Number(given);
    const { user, body } = posted;
    const opened = await this.desk.open(user, posted.reference);
    const again = recordAgain(movedEvent(await this.desk.whole(user, posted.reference), entry), this.desk.today);
    if (!again) throw new NotFound();
    const parsed = parseForm(RightPatientForm, body);
    if (!parsed.ok) return this.rightPatientPage(opened, entry, parsed, 422);
    const there = await this.find(user, parsed.value.rightCase);
    const refused = (message: string): Promise<Page> => this.rightPatientPage(opened, entry, withError(body, 'rightCase', message), 422);
    if (!there) return refused(`There is no case ${parsed.value.rightCase} that you may open`);
    if (there.row.caseId === opened.caseId) return refused('This is the case that the entry was moved away from.');
    try {
      refuseMover(moverOf(opened, entry), user);
      const moved = partOf(`${opened.caseId}:${entry}`, 'right patient');
      const envelope = { actor: actorOf(user), commandId: partOf(moved, there.row.caseId), causationId: `${MOVED_HERE}${moved}` };
      await this.commands.execute(new HandleCaseCommand(there.row.caseId, again, envelope));
    } catch (error) {
      if (!isForTheForm(error)) throw error;
      return refused(`It is hidden here, and not recorded there yet: ${error.message}`);
    }
    return new SeeOther(`/cases/${there.row.reference}/timeline`, 'Recorded here. It is marked as moved from another chart.');
  }

  private async find(user: SignedInUser, reference: string) {
    const found = await this.queries.execute(new FindCase(user.scope, reference));
    return found && this.desk.open(user, reference);
  }

  private async page(opened: OpenedCase, entry: number, form: FormState, status = 200): Promise<Page> {
    if (opened.state.moved.includes(entry)) throw new NotFound();
    const { type } = entryOf(opened, entry);
    const correction = CORRECTIONS[type];
    return new Page(
      'pages/corrections/correction.njk',
      {
        ...(await this.frame.around(opened)),
        form,
        entry,
        wrong: this.told(opened, entry),
        standing: correction.effect === 'stands' ? { instead: correction.instead, at: correction.at ?? null } : null,
        mayMove: canBeMoved(type),
      },
      status,
    );
  }

  private async rightPatientPage(opened: OpenedCase, entry: number, form: FormState, status = 200): Promise<Page> {
    const moved = movedEvent(opened, entry);
    const { rightCase } = form.typed;
    const there = typeof rightCase === 'string' ? await this.find(opened.user, rightCase) : null;
    return new Page(
      'pages/corrections/right-patient.njk',
      {
        ...(await this.frame.around(opened)),
        form,
        entry,
        wrong: this.told(opened, entry),
        isMover: moverOf(opened, entry).id === opened.user.id,
        meansSomething: recordAgain(moved, this.desk.today) !== null,
        right:
          there && there.row.caseId !== opened.caseId
            ? { reference: there.row.reference, ...patientView(there.patient, this.desk.today) }
            : null,
      },
      status,
    );
  }

  private told({ events }: OpenedCase, entry: number) {
    const { type, data, metadata } = entryOf({ events }, entry);
    const words = eventWords({ type, data } as CaseEvent, namesIn(events));
    return { text: null, ...words, by: metadata.actor.name, at: metadata.recordedAt };
  }
}

const rightPatientAddress = (reference: string, entry: number, rightCase?: string): string =>
  `/cases/${reference}/corrections/${entry}/right-patient${rightCase ? `?case=${encodeURIComponent(rightCase)}` : ''}`;

function noticeOf({ type }: OpenedCase['events'][number]): string {
  return CORRECTIONS[type].effect === 'stands'
    ? 'Corrected. Its words are struck through; what it did stands.'
    : 'Corrected. It does not count any more: if something else happened instead, record that as a new entry.';
}

function entryOf({ events }: Pick<OpenedCase, 'events'>, entry: number): OpenedCase['events'][number] {
  return events.find(({ revision }) => revision === entry) ?? notThere();
}

/** An entry that was moved away from this chart. */
function movedEvent(opened: OpenedCase, entry: number): CaseEvent {
  if (!opened.state.moved.includes(entry)) throw new NotFound();
  const { type, data } = entryOf(opened, entry);
  return { type, data } as CaseEvent;
}

/** Who said that an entry belongs to another patient. */
const moverOf = ({ events }: OpenedCase, entry: number) =>
  (events.find(({ type, data }) => type === 'EntryMovedToPatient' && (data as { entry: number }).entry === entry) ?? notThere()).metadata
    .actor;

function notThere(): never {
  throw new NotFound();
}
