import { BREAK_GLASS_MINUTES, BREAK_GLASS_REASONS, BreakGlass, type BreakGlassReason, roleMay, type SignedInUser } from '@guardian/access';
import { FindCase, type FoundCase } from '@guardian/caseload';
import { partOf, Records } from '@guardian/casework';
import { Body, Controller, Get, Logger, Param, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Choice, Text } from '../../http/fields';
import { type FormBody, type FormState, newForm, parseForm, withError } from '../../http/form';
import { NotFound } from '../../http/input-errors';
import { Sent } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { choices } from '../../layout/choices';
import { Page, SeeOther } from '../../layout/page';
import { FEWEST_LETTERS, REASON_WORDS } from '../break-glass/reason-words';
import { CaseDesk, type OpenedCase } from '../case/case-desk';
import { CaseFrame } from '../case/case-frame';
import { RequestDesk } from '../data-requests/request-desk';

class ReasonForm {
  @Choice({ label: 'the reason', from: BREAK_GLASS_REASONS, required: 'Select why you need to see this record' })
  reason: BreakGlassReason;

  @Text({ label: 'What happened', max: 1_000, required: 'Say what happened' })
  words: string;
}

class RestrictionForm {
  @Text({ label: 'The reason', max: 500, required: 'Enter the reason' })
  because: string;
}

/**
 * Restricted records (PDS-sensitive): anybody who works a case restricts one, only a clinician lifts it. Whoever is not its coordinator says
 * first why they open it; the case shows them, and the privacy officer reviews it like a break-glass.
 */
@Controller('cases/:reference')
@May('work-cases')
export class RestrictedController {
  private readonly log = new Logger('Security');

  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
    private readonly patients: RequestDesk,
    private readonly records: Records,
    private readonly queries: QueryBus,
    private readonly breakGlass: BreakGlass,
  ) {}

  @Get('reason')
  async ask(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    await this.find(user, reference);
    return reasonPage(reference, newForm());
  }

  @Post('reason')
  @FormRoute()
  async open(@CurrentUser() user: SignedInUser, @Param('reference') reference: string, @Body() body: FormBody): Promise<Page | SeeOther> {
    const { patient } = await this.find(user, reference);
    const form = parseForm(ReasonForm, body);
    if (!form.ok) return reasonPage(reference, form, 422);
    const { reason, words } = form.value;
    if (words.length < FEWEST_LETTERS)
      return reasonPage(reference, withError(body, 'words', `Say what happened in ${FEWEST_LETTERS} letters or more`), 422);
    await this.breakGlass.open(user, patient.patientId, reason, words);
    this.log.warn(`${user.id} opened a restricted record: ${reason}`);
    return new SeeOther(
      `/cases/${reference}`,
      `The record is open to you for ${BREAK_GLASS_MINUTES} minutes. The privacy officer was told.`,
    );
  }

  @Get('restriction')
  async restriction(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    return this.page(await this.desk.open(user, reference), newForm());
  }

  /** Apart from lifting it: whoever restricts what somebody else has restricted meanwhile must not open it again. */
  @Post('restriction')
  @FormRoute()
  place(@Param('reference') reference: string, @Sent() sent: Sent): Promise<Page | SeeOther> {
    return this.change(reference, sent, 'PlaceRestriction', 'The record is restricted.');
  }

  @Post('restriction/lift')
  @FormRoute()
  lift(@Param('reference') reference: string, @Sent() sent: Sent): Promise<Page | SeeOther> {
    return this.change(reference, sent, 'LiftRestriction', 'The restriction is lifted.');
  }

  private async change(
    reference: string,
    sent: Sent,
    type: 'PlaceRestriction' | 'LiftRestriction',
    notice: string,
  ): Promise<Page | SeeOther> {
    const opened = await this.desk.open(sent.user, reference);
    const form = parseForm(RestrictionForm, sent.body);
    if (!form.ok) return this.page(opened, form, 422);
    if (type === 'LiftRestriction' && !mayLift(sent.user))
      return this.page(opened, withError(sent.body, 'because', 'A clinician lifts a restriction'), 422);
    const { patientId } = opened.patient;
    const { linkedTo } = await this.records.patient(patientId);
    // Another record of the same person would tell where they live.
    for (const id of linkedTo) await this.patients.do({ ...sent, commandId: partOf(sent.commandId, id) }, id, { type, ...form.value });
    await this.patients.do(sent, patientId, { type, ...form.value });
    return new SeeOther(`/cases/${reference}`, notice);
  }

  /** Not opened: who it is stands on no page that asks for a reason. Throws NotFound. */
  private async find({ scope }: SignedInUser, reference: string): Promise<FoundCase> {
    const found = await this.queries.execute(new FindCase(scope, reference));
    if (!found?.patient.restricted) throw new NotFound();
    return found;
  }

  private async page(opened: OpenedCase, form: FormState, status = 200): Promise<Page> {
    const { restricted } = opened.patient;
    const model = { ...(await this.frame.around(opened)), form, restricted, mayLift: mayLift(opened.user) };
    return new Page('pages/restricted/restriction.njk', model, status);
  }
}

const mayLift = ({ role }: SignedInUser): boolean => roleMay(role, 'decide-clinically');

const reasonPage = (reference: string, form: FormState, status = 200): Page =>
  new Page('pages/restricted/reason.njk', { reference, form, reasons: choices(REASON_WORDS), minutes: BREAK_GLASS_MINUTES }, status);
