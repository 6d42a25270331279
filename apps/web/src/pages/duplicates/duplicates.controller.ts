import { actorOf, type SignedInUser } from '@guardian/access';
import { type CaseOfPatient, CasesOfPatients, FindCase } from '@guardian/caseload';
import { type CaseCommand, HandlePatientCommand, partOf, Records } from '@guardian/casework';
import { Directory } from '@guardian/directory';
import { PathwayDefinitions } from '@guardian/pathways';
import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Choice, Text } from '../../http/fields';
import { type FormState, newForm } from '../../http/form';
import { NotFound } from '../../http/input-errors';
import { Posted } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { Page, SeeOther } from '../../layout/page';
import { CaseDesk, type OpenedCase } from '../case/case-desk';
import { shownPractice } from '../case/restricted';
import { CaseFrame } from '../case/case-frame';
import { compare, linkedReference, openSuspicions, proposal, type Side } from './compare';

const ANSWERS = ['same', 'new-referral', 'different-people', 'ask'] as const;

class DuplicateForm {
  /** The reference of the other case. */
  @Text({ label: 'The other case', required: 'Enter the reference of the other case' })
  with: string;

  @Choice({ label: 'what they are', from: ANSWERS, required: 'Select what these two are' })
  answer: (typeof ANSWERS)[number];

  @Text({ label: 'Who is asked' })
  who?: string;

  @Text({ label: 'The question', max: 2_000 })
  question?: string;

  @Choice({ label: 'the tick', from: ['yes'], required: 'Confirm that you compared the NHS number and the date of birth' })
  compared: 'yes';
}

class UnlinkForm {
  @Choice({ label: 'the answer', from: ['yes'], required: 'Confirm that this case is followed by itself again' })
  unlink: 'yes';
}

class RecordsForm {
  /** The reference of a case of the other record. */
  @Text({ label: 'The other record', required: 'Enter a case of the other record' })
  apartFrom: string;
}

/** Two cases that look like the same need, or two records that look like the same person: compared, joined and told apart. */
@Controller('cases/:reference/duplicate')
@May('work-cases')
export class DuplicatesController {
  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
    private readonly records: Records,
    private readonly definitions: PathwayDefinitions,
    private readonly directory: Directory,
  ) {}

  /** `with`: the reference of any case, suspected or not. */
  @Get()
  async compare(@CurrentUser() user: SignedInUser, @Param('reference') reference: string, @Query('with') other?: string): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    if (other === undefined || (await this.find(user, other))) return this.page(opened, newForm(), 200, other);
    const errors = [{ field: 'with', message: `There is no case ${other} that you may open` }];
    return this.page(opened, { typed: { with: other }, errors }, 422, null);
  }

  @Post()
  @FormRoute()
  async answer(@Posted() posted: Posted): Promise<Page | SeeOther> {
    const { with: other } = posted.body;
    return this.desk.post(posted, {
      shape: DuplicateForm,
      field: 'answer',
      page: (opened, form, status) => this.page(opened, form, status, typeof other === 'string' ? other : null),
      commands: (value, opened) => this.answered(value, opened, posted),
      notice: 'Saved. Both cases keep their history. Cases and records are taken for one once a second person has agreed.',
      to: ({ answer, with: reference }, opened) =>
        `/cases/${answer === 'same' && proposal(opened)?.otherReference === reference && !proposal(opened)?.own ? reference : opened.reference}`,
    });
  }

  @Post('unlink')
  @FormRoute()
  unlink(@Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: UnlinkForm,
      field: 'unlink',
      page: (opened, form, status) => this.page(opened, form, status),
      commands: () => ({ type: 'UnlinkCase' }),
      notice: 'This case is followed by itself again.',
    });
  }

  /** The two records are of different people after all. */
  @Post('records')
  @FormRoute()
  tellApart(@Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: RecordsForm,
      field: 'apartFrom',
      page: (opened, form, status) => this.page(opened, form, status),
      commands: async ({ apartFrom }, opened) => {
        await this.tellRecords('UnlinkPatients', opened, await this.opened(opened.user, apartFrom), posted);
        return [];
      },
      notice: 'The two records are kept as two people again.',
      to: (_, { reference }) => `/cases/${reference}/duplicate`,
    });
  }

  private async answered(form: DuplicateForm, opened: OpenedCase, posted: Posted): Promise<CaseCommand | CaseCommand[]> {
    const other = await this.opened(opened.user, form.with);
    const { caseId: otherCaseId, reference: otherReference } = other;
    if (form.answer === 'ask') {
      return { type: 'AskAboutDuplicate', otherCaseId, who: form.who ?? '', question: form.question ?? '' };
    }
    if (form.answer === 'different-people') {
      await this.tellRecords('UnlinkPatients', opened, other, posted);
      return { type: 'DismissDuplicate', otherCaseId };
    }
    const areOne = await this.joinRecords(opened, other, posted);
    const { linkProposed, linkedTo } = opened.state;
    if (form.answer === 'same') {
      const agrees = linkProposed?.otherCaseId === otherCaseId && linkProposed.by.id !== opened.user.id;
      return { type: agrees || linkedTo === otherCaseId ? 'LinkAsDuplicate' : 'ProposeLink', otherCaseId, otherReference };
    }
    if (areOne) return { type: 'DismissDuplicate', otherCaseId };
    // until a second person agrees the two stay on the list of those that somebody has to look at
    return [
      { type: 'SuspectDuplicate', otherCaseId, otherReference, because: [`${posted.user.name} takes both for one person`] },
      { type: 'AskAboutDuplicate', otherCaseId, who: 'A colleague', question: 'Are both of one person?' },
    ];
  }

  /** Links the two records where somebody else proposed it, else proposes it. False: a second person has to agree. */
  private async joinRecords(here: OpenedCase, there: OpenedCase, posted: Posted): Promise<boolean> {
    const { linkedTo, linksProposed } = await this.records.patient(here.row.patientId);
    const otherPatientId = there.row.patientId;
    if (here.row.patientId === otherPatientId || linkedTo.includes(otherPatientId)) return true;
    const agrees = linksProposed.some((one) => one.otherPatientId === otherPatientId && one.by.id !== posted.user.id);
    if (agrees) await this.restrictBoth(here, there, posted);
    await this.tellRecords(agrees ? 'LinkPatients' : 'ProposePatientsLink', here, there, posted);
    return agrees;
  }

  /** Where one record of a person is restricted, the other one is: it would tell where they live. */
  private async restrictBoth(here: OpenedCase, there: OpenedCase, { user, commandId }: Posted): Promise<void> {
    const open = [here, there].filter(({ patient }) => !patient.restricted);
    if (open.length !== 1) return;
    for (const { row } of open) {
      const envelope = { actor: actorOf(user), commandId: partOf(commandId, `restrict ${row.patientId}`) };
      const because = 'Another record of the same person is restricted';
      await this.commands.execute(new HandlePatientCommand(row.patientId, { type: 'PlaceRestriction', because }, envelope));
    }
  }

  /** Each record says so of the other one. Who is interrupted in between sends the form again and says it of both. */
  private async tellRecords(
    type: 'ProposePatientsLink' | 'LinkPatients' | 'UnlinkPatients',
    { row: { patientId: here } }: OpenedCase,
    { row: { patientId: there } }: OpenedCase,
    { user, commandId }: Posted,
  ): Promise<void> {
    if (here === there) return;
    // the record that is looked at last: what it says, the other one says too
    for (const [patientId, otherPatientId] of [
      [there, here],
      [here, there],
    ] as const) {
      const envelope = { actor: actorOf(user), commandId: partOf(commandId, `${type} ${patientId}`) };
      await this.commands.execute(new HandlePatientCommand(patientId, { type, otherPatientId }, envelope));
    }
  }

  /** `with`: the reference of the case to compare with; undefined: the first suspicion; null: none. */
  private async page(opened: OpenedCase, form: FormState, status = 200, other?: string | null): Promise<Page> {
    const { user, state, row } = opened;
    const suspicions = openSuspicions(opened);
    const suspicion = other === undefined ? suspicions[0] : suspicions.find(({ otherReference }) => otherReference === other);
    const reference = other === undefined ? suspicion?.otherReference : other;
    const there = reference && (await this.find(user, reference)) ? await this.desk.open(user, reference) : null;
    const { linkedTo, linksProposed } = await this.records.patient(row.patientId);
    const onePerson = linksProposed.find(({ otherPatientId }) => otherPatientId === there?.row.patientId);
    const more = suspicions.filter(({ otherReference }) => otherReference !== reference);
    return new Page(
      'pages/duplicates/duplicate.njk',
      {
        ...(await this.frame.around(opened)),
        form,
        suspicion: suspicion ?? null,
        proposal: proposal(opened)?.otherReference === reference ? proposal(opened) : null,
        onePerson: onePerson ? { by: onePerson.by.name, own: onePerson.by.id === user.id } : null,
        there: there && { reference: there.reference, samePatient: there.row.patientId === row.patientId },
        fields: there && compare(await this.side(opened), await this.side(there)),
        more: await this.inScope(
          user,
          more.map(({ otherReference }) => otherReference),
        ),
        followed: state.followed,
        linkedTo: state.linkedTo === null ? null : linkedReference(opened),
        otherRecords: onePerPatient(await this.queries.execute(new CasesOfPatients(user.scope, linkedTo))),
      },
      status,
    );
  }

  private find(user: SignedInUser, reference: string) {
    return this.queries.execute(new FindCase(user.scope, reference));
  }

  private async inScope(user: SignedInUser, references: readonly string[]): Promise<string[]> {
    const found = await Promise.all(references.map((reference) => this.find(user, reference)));
    return found.flatMap((one) => (one ? [one.row.reference] : []));
  }

  private async opened(user: SignedInUser, reference: string): Promise<OpenedCase> {
    if (!(await this.find(user, reference))) throw new NotFound();
    return this.desk.open(user, reference);
  }

  private async side(opened: OpenedCase): Promise<Side> {
    const { pathwayId, pathwayVersion, practiceCode, referredOn } = opened.row;
    const [pathway, practice] = await Promise.all([
      this.definitions.get(pathwayId, pathwayVersion),
      this.directory.practice(practiceCode, referredOn),
    ]);
    return { ...opened, pathway: pathway.name, practice: shownPractice(opened, practice).name };
  }
}

const onePerPatient = (cases: readonly CaseOfPatient[]): CaseOfPatient[] => [...new Map(cases.map((one) => [one.patientId, one])).values()];
