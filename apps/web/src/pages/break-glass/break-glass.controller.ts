import { BREAK_GLASS_MINUTES, BREAK_GLASS_REASONS, BreakGlass, type BreakGlassReason, type SignedInUser } from '@guardian/access';
import { CasesOpened, IsKnownPatient } from '@guardian/caseload';
import { PatientNumbers } from '@guardian/casework';
import { type CalendarDay, parseNhsNumber } from '@guardian/kernel';
import { Body, Controller, Get, Logger, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { validate as isUuid } from 'uuid';
import { Choice, Day, Text } from '../../http/fields';
import { type FormBody, type FormState, newForm, parseForm, withError } from '../../http/form';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { choices } from '../../layout/choices';
import { Page, SeeOther } from '../../layout/page';
import { PatientSearch } from '../search/patient-search';
import { FEWEST_LETTERS, REASON_WORDS } from './reason-words';

class BreakGlassForm {
  @Text({ label: 'The NHS number', max: 40, required: 'Enter the NHS number' })
  number: string;

  @Day({ label: 'Date of birth', required: 'Enter the date of birth' })
  bornOn: CalendarDay;

  @Choice({ label: 'the reason', from: BREAK_GLASS_REASONS, required: 'Select why you need to see this record' })
  reason: BreakGlassReason;

  @Text({ label: 'What happened', max: 1_000, required: 'Say what happened' })
  words: string;
}

class EndForm {
  @Text({ label: 'The record', required: 'Select the record' })
  patient: string;
}

/** The record of a patient to whom somebody has no relationship, for an hour, with a reason that the privacy officer reviews. */
@Controller('break-glass')
@May('work-cases')
export class BreakGlassController {
  private readonly log = new Logger('Security');

  constructor(
    private readonly queries: QueryBus,
    private readonly breakGlass: BreakGlass,
    private readonly search: PatientSearch,
    private readonly numbers: PatientNumbers,
  ) {}

  @Get()
  form(): Page {
    return formPage(newForm());
  }

  @Post()
  @FormRoute()
  async open(@CurrentUser() user: SignedInUser, @Body() body: FormBody): Promise<Page | SeeOther> {
    const form = parseForm(BreakGlassForm, body);
    if (!form.ok) return formPage(form, 422);
    const { number: typed, bornOn, reason, words } = form.value;
    const number = parseNhsNumber(typed);
    if (!number.ok) return formPage(withError(body, 'number', number.problem), 422);
    if (words.length < FEWEST_LETTERS)
      return formPage(withError(body, 'words', `Say what happened in ${FEWEST_LETTERS} letters or more`), 422);
    const patientId = await this.numbers.patientOf(number.value, '');
    const known = await this.search.counted(user, () => this.queries.execute(new IsKnownPatient(patientId, bornOn)));
    // Whatever of the two is wrong: nobody finds out by trying who is here.
    if (!known) return formPage(withError(body, 'number', 'Guardian knows nobody with this NHS number and date of birth'), 422);
    await this.breakGlass.open(user, patientId, reason, words);
    this.log.warn(`${user.id} opened a record without a relationship to the patient: ${reason}`);
    return new SeeOther(
      '/break-glass/opened',
      `The record is open to you for ${BREAK_GLASS_MINUTES} minutes. The privacy officer was told.`,
    );
  }

  @Get('opened')
  async opened(@CurrentUser() user: SignedInUser): Promise<Page> {
    return openedPage(await this.records(user), newForm());
  }

  @Post('end')
  @FormRoute()
  async end(@CurrentUser() user: SignedInUser, @Body() body: FormBody): Promise<Page | SeeOther> {
    const form = parseForm(EndForm, body);
    if (!form.ok || !isUuid(form.value.patient))
      return openedPage(await this.records(user), withError(body, 'patient', 'Select the record'), 422);
    await this.breakGlass.end(user, form.value.patient);
    return new SeeOther('/break-glass/opened', 'That record is closed to you again.');
  }

  private async records({ scope }: SignedInUser) {
    const opened = scope.opened ?? [];
    const cases = opened.length === 0 ? [] : await this.queries.execute(new CasesOpened(scope));
    return opened.map(({ patientId, until }) => ({
      patientId,
      until: new Date(until),
      cases: cases.filter((one) => one.patientId === patientId),
    }));
  }
}

const formPage = (form: FormState, status = 200): Page =>
  new Page('pages/break-glass/break-glass.njk', { form, reasons: choices(REASON_WORDS), minutes: BREAK_GLASS_MINUTES }, status);

const openedPage = (records: readonly object[], form: FormState, status = 200): Page =>
  new Page('pages/break-glass/opened.njk', { records, form }, status);
