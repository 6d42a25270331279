import { actorOf, type SignedInUser } from '@guardian/access';
import { CorrectIdentity, type Identity } from '@guardian/casework';
import { ProjectionStatus } from '@guardian/projections';
import type { CalendarDay } from '@guardian/kernel';
import { Controller, Get, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Choice, Day, Text } from '../../http/fields';
import { type FormState, newForm, parseForm, withError } from '../../http/form';
import { Sent } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { choices } from '../../layout/choices';
import { Page, SeeOther } from '../../layout/page';
import { CaseDesk, isForTheForm, type OpenedCase } from '../case/case-desk';
import { CaseFrame } from '../case/case-frame';
import { threeBoxes } from '../case/three-boxes';
import { SEXES } from '../receive-referral/referral-form';

class IdentityForm {
  @Text({ label: 'The NHS number', max: 40 })
  nhsNumber?: string;

  @Text({ label: 'Family name', max: 100, required: 'Enter the family name' })
  family: string;

  @Text({ label: 'Given name', max: 100, required: 'Enter the given name' })
  given: string;

  @Text({ label: 'Title', max: 40 })
  title?: string;

  @Day({ label: 'Date of birth', required: 'Enter the date of birth' })
  bornOn: CalendarDay;

  @Choice({ label: 'sex', from: Object.keys(SEXES), required: 'Select sex as recorded' })
  sex: Identity['sex'];

  @Text({ label: 'The reason', max: 500, required: 'Enter what was wrong, and how you know' })
  because: string;
}

/** Who the patient is was recorded wrongly: name, birth date, sex or NHS number are put right, and what stood there stays in the history. */
@Controller('cases/:reference/identity')
@May('work-cases')
export class IdentityController {
  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
    private readonly commands: CommandBus,
    private readonly projections: ProjectionStatus,
  ) {}

  @Get()
  async form(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    const { family, given, title, bornOn, sex, nhsNumber } = opened.patient;
    const typed = { family, given, title: title ?? '', sex, nhsNumber: nhsNumber ?? '', ...threeBoxes('bornOn', bornOn) };
    return this.page(opened, newForm(typed));
  }

  @Post()
  @FormRoute()
  async correct(@Param('reference') reference: string, @Sent() sent: Sent): Promise<Page | SeeOther> {
    const opened = await this.desk.open(sent.user, reference);
    const form = parseForm(IdentityForm, sent.body);
    if (!form.ok) return this.page(opened, form, 422);
    const { because, nhsNumber = '', title = '', ...rest } = form.value;
    const identity: Identity = { ...rest, title: title.trim() || null, nhsNumber: nhsNumber.replaceAll(/\s/g, '') || null };
    const envelope = { actor: actorOf(sent.user), commandId: sent.commandId };
    try {
      const { position } = await this.commands.execute(new CorrectIdentity(opened.patient.patientId, identity, because, envelope));
      if (position !== undefined) await this.projections.waitUntil('caseload-patients', position, 1_000);
    } catch (error) {
      if (!isForTheForm(error)) throw error;
      return this.page(opened, withError(sent.body, FIELD_OF[error.code] ?? 'because', error.message), 422);
    }
    return new SeeOther(`/cases/${reference}`, 'Who the patient is was put right.');
  }

  private async page(opened: OpenedCase, form: FormState, status = 200): Promise<Page> {
    return new Page('pages/identity/identity.njk', { ...(await this.frame.around(opened)), form, sexes: choices(SEXES) }, status);
  }
}

const FIELD_OF: Readonly<Record<string, keyof IdentityForm>> = {
  NhsNumberWrong: 'nhsNumber',
  OtherPersonHasNumber: 'nhsNumber',
  RealNumberInDemonstration: 'nhsNumber',
  TestNumberInService: 'nhsNumber',
  BornInFuture: 'bornOn',
  BornTooLongAgo: 'bornOn',
  DeathBeforeBirth: 'bornOn',
  ReferredBeforeBirth: 'bornOn',
};
