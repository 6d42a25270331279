import type { SignedInUser } from '@guardian/access';
import { isCorrectable } from '@guardian/casework';
import type { CaseEvent } from '@guardian/casework/events';
import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Choice, Text } from '../../http/fields';
import { type FormState, newForm } from '../../http/form';
import { NotFound } from '../../http/input-errors';
import { Posted } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { Page, SeeOther } from '../../layout/page';
import { CaseDesk, type OpenedCase } from '../case/case-desk';
import { CaseFrame } from '../case/case-frame';
import { eventWords, namesIn } from '../case/event-words';

class CorrectionForm {
  @Choice({ label: 'what is wrong', from: ['content', 'patient'], required: 'Select what is wrong' })
  wrong: 'content' | 'patient';

  @Text({ label: 'What is right', max: 2_000 })
  correction?: string;

  @Text({ label: 'The reason', max: 500, required: 'Enter why it is corrected' })
  reason: string;
}

/** Putting an entry right: nothing is deleted, and what belongs to another patient is hidden at once (rule D5). */
@Controller('cases/:reference/corrections')
@May('work-cases')
export class CorrectionsController {
  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
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
      notice: 'Corrected. It does not count any more: if something else happened instead, record that as a new entry.',
      to: (_, { reference }) => `/cases/${reference}/timeline`,
    });
  }

  private async page(opened: OpenedCase, entry: number, form: FormState, status = 200): Promise<Page> {
    const { type, data, metadata } = entryOf(opened, entry);
    return new Page(
      'pages/corrections/correction.njk',
      {
        ...(await this.frame.around(opened)),
        form,
        entry,
        wrong: {
          text: null,
          ...eventWords({ type, data } as CaseEvent, namesIn(opened.events)),
          by: metadata.actor.name,
          at: metadata.recordedAt,
        },
      },
      status,
    );
  }
}

/** Throws NotFound for an entry that is not there, was moved away, or is put right in another way. */
function entryOf({ events, state }: OpenedCase, entry: number): OpenedCase['events'][number] {
  const found = events.find(({ revision }) => revision === entry);
  if (!found || state.moved.includes(entry) || !isCorrectable(found.type)) throw new NotFound();
  return found;
}
