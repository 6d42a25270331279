import { EVERY_PATIENT } from '@guardian/access';
import {
  ErasureDecided,
  type ErasureRow,
  ErasuresDecided,
  ErasuresProposed,
  type KeptRecord,
  RecordOf,
  StreamsOf,
  type StreamsOfPatient,
} from '@guardian/caseload';
import type { PatientCommand } from '@guardian/casework';
import { RETENTION_RULES } from '@guardian/casework/events';
import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { validate as isUuid } from 'uuid';
import { Choice, Text } from '../../http/fields';
import { type FormState, newForm, parseForm, withError } from '../../http/form';
import { NotFound } from '../../http/input-errors';
import { Sent } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { May, StepUp } from '../../http/signed-in';
import { listView } from '../../layout/list';
import { Page, SeeOther } from '../../layout/page';
import { isForTheForm } from '../case/case-desk';
import { addressOf, type AddressQuery, pageIn, readAddress, refusePageBeyond } from '../caseload/address';
import { ListDesk } from '../caseload/list-desk';
import { RequestDesk } from '../data-requests/request-desk';

const A_PAGE = 25;
const ADDRESS = '/privacy/erasures';

class DecisionForm {
  @Choice({ label: 'what you decide', from: ['erase', 'keep'], required: 'Select whether it is erased' })
  decision: 'erase' | 'keep';

  @Text({ label: 'Why it is kept', max: 500 })
  because?: string;
}

/** What is personal of a patient is erased when one person proposed it (`/privacy/retention`) and another agrees: docs/adr/0024. */
@Controller('privacy/erasures')
@May('protect-privacy')
export class ErasuresController {
  constructor(
    private readonly desk: RequestDesk,
    private readonly lists: ListDesk,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  async list(@Query() query: AddressQuery): Promise<Page> {
    readAddress(query, {});
    const page = pageIn(query);
    const { erasures, total } = await this.queries.execute(new ErasuresDecided(page, A_PAGE));
    refusePageBeyond(page, total, A_PAGE);
    return new Page('pages/erasures/erasures.njk', {
      proposed: await this.queries.execute(new ErasuresProposed(EVERY_PATIENT)),
      rows: erasures,
      asOf: await this.lists.asOf(),
      list: listView({ total, page, size: A_PAGE, href: (to) => addressOf(ADDRESS, { page: to }) }),
    });
  }

  @Get(':patient')
  @StepUp()
  async look(@Param('patient') patientId: string): Promise<Page> {
    return this.page(await this.open(patientId), newForm());
  }

  @Post(':patient')
  @StepUp()
  @FormRoute()
  async decide(@Param('patient') patientId: string, @Sent() sent: Sent): Promise<Page | SeeOther> {
    const opened = await this.open(patientId);
    const form = parseForm(DecisionForm, sent.body);
    if (!form.ok) return this.page(opened, form, 422);
    const { decision, because = '' } = form.value;
    if (decision === 'keep' && because.trim() === '')
      return this.page(opened, withError(sent.body, 'because', 'Enter why it is kept'), 422);
    try {
      await this.desk.do(sent, patientId, decision === 'keep' ? { type: 'DeclineDestruction', because } : confirm(opened));
    } catch (error) {
      if (!isForTheForm(error)) throw error;
      return this.page(opened, withError(sent.body, 'decision', error.message), 422);
    }
    return new SeeOther(ADDRESS, decision === 'keep' ? 'The record is kept.' : 'The record is being erased. It takes a minute or two.');
  }

  /** Proof that it was done. It tells nobody who it was: whoever has the NHS number and the look-up key can say whose it is. */
  @Get(':patient/:decision')
  async certificate(@Param('patient') patientId: string, @Param('decision') decision: string): Promise<Page> {
    const known = isUuid(patientId) && /^\d{1,9}$/.test(decision);
    const erasure: ErasureRow | null = known ? await this.queries.execute(new ErasureDecided(patientId, Number(decision))) : null;
    if (!erasure?.erasedAt) throw new NotFound();
    const rule = RETENTION_RULES.find(({ id }) => id === erasure.rule)?.words ?? 'The patient asked for it';
    return new Page('pages/erasures/certificate.njk', { erasure, rule });
  }

  private async open(patientId: string): Promise<Opened> {
    const record = isUuid(patientId) ? await this.queries.execute(new RecordOf(EVERY_PATIENT, patientId)) : null;
    if (!record?.destructionProposedOn) throw new NotFound();
    return { record, streams: await this.queries.execute(new StreamsOf(patientId)) };
  }

  private page(opened: Opened, form: FormState, status = 200): Page {
    return new Page('pages/erasures/decide.njk', { form, ...opened }, status);
  }
}

interface Opened {
  readonly record: KeptRecord;
  readonly streams: StreamsOfPatient;
}

const confirm = ({ streams: { cases, enquiries } }: Opened): PatientCommand => ({
  type: 'ConfirmErasure',
  cases: cases.map(({ caseId }) => caseId),
  enquiries,
  open: cases.filter(({ closedOn }) => closedOn === null).length,
});
