import { isVerifiedInTime, type KeptLook, type LookFilters, names, ReadAudit, shows } from '@guardian/access';
import { PatientNumbers } from '@guardian/casework';
import { addDays, type CalendarDay, type CsvCell, daysBetween, parseNhsNumber } from '@guardian/kernel';
import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { validate as isUuid } from 'uuid';
import { csvFile } from '../../http/csv-file';
import { Day, Text } from '../../http/fields';
import { type FormBody, type FormState, newForm, parseForm, withError } from '../../http/form';
import { InputRefused } from '../../http/input-errors';
import { OneReportAtATime } from '../../http/one-at-a-time';
import { FormRoute } from '../../http/routes';
import { May, StepUp } from '../../http/signed-in';
import { listView } from '../../layout/list';
import { Page, SeeOther } from '../../layout/page';
import { addressOf, type AddressQuery, pageIn, refusePageBeyond } from '../caseload/address';
import { ListDesk } from '../caseload/list-desk';
import { SystemStatus } from '../status/system-status';
import { auditBundle } from './audit-event';
import { PURPOSE_WORDS, routeWords } from './look-words';

const A_PAGE = 50;
const A_FILE = 10_000;
const MOST_DAYS = 31;
/** Unless asked otherwise; of one patient, as many as there may be. */
const USUAL_DAYS = 7;

class AuditFilters {
  @Text({ label: 'The person', max: 100 })
  who?: string;

  @Day({ label: 'The first day' })
  from?: CalendarDay;

  @Day({ label: 'The last day' })
  to?: CalendarDay;

  /** Guardian's own id of a patient: a keyed hash that says nothing about who it is. */
  @Text({ label: 'The patient' })
  patient?: string;
}

class PatientForm {
  @Text({ label: 'The NHS number', max: 40, required: 'Enter an NHS number' })
  number: string;
}

const HEAD = ['When', 'User', 'Name', 'Role', 'Organisation', 'Why', 'What', 'Method', 'Route', 'Status', 'From', 'Request', 'Patients'];

/** The read audit, for whoever answers for it. To look at it is a look too. */
@Controller()
@May('see-audit')
export class AuditController {
  constructor(
    private readonly audit: ReadAudit,
    private readonly desk: ListDesk,
    private readonly status: SystemStatus,
    private readonly numbers: PatientNumbers,
  ) {}

  @Get('audit')
  async page(@Query() query: AddressQuery): Promise<Page> {
    const asked = this.asked(query);
    if (!asked.ok) return this.formPage(asked.form, 422);
    const { filters } = asked;
    const page = pageIn(query);
    const { looks, total } = await this.looks(filters, page, A_PAGE);
    refusePageBeyond(page, total, A_PAGE);
    return new Page('pages/audit/audit.njk', {
      ...(await this.found()),
      form: formOf(filters),
      patient: filters.patientId ?? null,
      withoutPatient: addressOf('/audit', { ...given(filters), patient: undefined }),
      files: { csv: addressOf('/audit.csv', given(filters)), fhir: addressOf('/audit.json', given(filters)) },
      period: filters,
      looks: looks.map((look) => ({ ...look, what: routeWords(look.route), why: PURPOSE_WORDS[look.purpose], refused: isRefused(look) })),
      list: listView({ total, page, size: A_PAGE, href: (to) => addressOf('/audit', { ...given(filters), page: to }) }),
    });
  }

  @Get('audit.csv')
  @StepUp()
  @OneReportAtATime()
  async csv(@Query() query: AddressQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<string | Page> {
    const file = await this.file(query);
    return file instanceof Page ? file : csvFile(reply, `read-audit-${file.filters.to}`, [HEAD, ...file.looks.map(line)]);
  }

  @Get('audit.json')
  @StepUp()
  @OneReportAtATime()
  async fhir(@Query() query: AddressQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<string | Page> {
    const file = await this.file(query);
    if (file instanceof Page) return file;
    void reply
      .type('application/fhir+json; charset=utf-8')
      .header('content-disposition', `attachment; filename="read-audit-${file.filters.to}.json"`)
      .header('cache-control', 'no-store');
    return JSON.stringify(auditBundle(file.looks, file.total));
  }

  /** By POST: an NHS number never stands in an address. */
  @Post('audit/patient')
  @FormRoute()
  async ofPatient(@Body() body: FormBody): Promise<Page | SeeOther> {
    const form = parseForm(PatientForm, body);
    if (!form.ok) return this.formPage(form, 422);
    const number = parseNhsNumber(form.value.number);
    if (!number.ok)
      return this.formPage(withError(body, 'number', 'Check the NHS number: it must have 10 digits, and a digit may be wrong'), 422);
    return new SeeOther(addressOf('/audit', { patient: await this.numbers.patientOf(number.value, '') }));
  }

  /** All that was asked for, or the page that says why not: a file that is cut short would look like an answer. */
  private async file(query: AddressQuery) {
    const asked = this.asked(query);
    if (!asked.ok) return this.formPage(asked.form, 422);
    const { filters } = asked;
    const { looks, total } = await this.looks(filters, 1, A_FILE);
    if (total > A_FILE) return this.formPage(withError(formOf(filters).typed, 'from', 'More than 10,000 lines: choose fewer days'), 422);
    names(looks.flatMap(({ patientIds }) => patientIds));
    return { filters, looks, total };
  }

  private async looks(filters: LookFilters, page: number, size: number) {
    shows([filters.patientId ?? null]);
    return this.audit.looks(filters, page, size);
  }

  private async formPage(form: FormState, status: number): Promise<Page> {
    return new Page('pages/audit/audit.njk', { ...(await this.found()), form, patient: null, looks: null }, status);
  }

  /** What was changed of all that is sealed. */
  private async found() {
    const verified = await this.status.verification();
    return { verified: verified ?? null, inTime: verified !== undefined && isVerifiedInTime(verified, new Date()) };
  }

  private asked(query: AddressQuery): { ok: true; filters: LookFilters } | { ok: false; form: FormState } {
    const { page: _, ...words } = query;
    const parsed = parseForm(AuditFilters, words);
    if (!parsed.ok) return { ok: false, form: parsed };
    const { who, patient } = parsed.value;
    if (patient !== undefined && !isUuid(patient))
      throw new InputRefused([{ field: 'patient', message: 'is no patient that Guardian knows' }]);
    const to = parsed.value.to ?? this.desk.today;
    const from = parsed.value.from ?? addDays(to, 1 - (patient === undefined ? USUAL_DAYS : MOST_DAYS));
    const days = daysBetween(from, to) + 1;
    const refused = (field: string, message: string) => ({ ok: false, form: withError(words, field, message) }) as const;
    if (days < 1) return refused('to', 'The last day must be the first day or after it');
    if (days > MOST_DAYS) return refused('from', `Choose ${MOST_DAYS} days or fewer`);
    return { ok: true, filters: { from, to, ...(who && { who }), ...(patient && { patientId: patient }) } };
  }
}

/** Three boxes of a form. */
const boxes = (name: string, day: CalendarDay): Record<string, string> => {
  const [year = '', month = '', date = ''] = day.split('-').map((part) => String(Number(part)));
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};

const formOf = ({ who = '', from, to }: LookFilters): FormState => newForm({ who, ...boxes('from', from), ...boxes('to', to) });

/** The filters as an address says them. */
const given = ({ who, from, to, patientId }: LookFilters) => ({ who, ...boxes('from', from), ...boxes('to', to), patient: patientId });

const isRefused = ({ status }: KeptLook): boolean => status >= 300 && status !== 422;

const line = ({ at, by, purpose, action, method, route, status, from, requestId, patientIds }: KeptLook): CsvCell[] => [
  ...[at.toISOString(), by.id, by.name, by.role, by.organisation, PURPOSE_WORDS[purpose], action, method, route, status, from ?? ''],
  ...[requestId, patientIds.join(' ')],
];
