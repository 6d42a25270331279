import { Body, Controller, Get, HttpCode, Module, Post, Query } from '@nestjs/common';
import { STEPS } from '@guardian/casework/events';
import { Choice, Codes, Day, Text } from '../../apps/web/src/http/fields';
import { type FormBody, type FormState, newForm, parseForm } from '../../apps/web/src/http/form';
import { FormRoute } from '../../apps/web/src/http/routes';
import { CommandId, IfRevision } from '../../apps/web/src/http/command-id';
import { listView } from '../../apps/web/src/layout/list';
import { Page } from '../../apps/web/src/layout/page';
import { runtime } from 'nunjucks';

class ContactForm {
  @Text({ label: 'The case', required: 'Select a case' })
  case: string;

  @Text({ label: 'The name', required: 'Enter who you spoke to', max: 40 })
  spokeTo: string;

  @Choice({ label: 'an outcome', from: ['spoke', 'no-answer'], required: 'Select the outcome' })
  outcome: string;

  @Codes({ label: 'needs' })
  needs?: string[];

  @Day({ label: 'Date of the contact', required: 'Enter the date of the contact' })
  happenedOn: string;

  @Text({ label: 'Notes', max: 2_000 })
  notes?: string;
}

@Controller('gallery')
class GalleryController {
  @Get()
  show(@Query('died') died: unknown): Page {
    return gallery(newForm(), died !== undefined);
  }

  @Post()
  @FormRoute()
  @HttpCode(200)
  save(@Body() body: FormBody, @CommandId() commandId: string, @IfRevision() revision: number | undefined): Page | object {
    const form = parseForm(ContactForm, body);
    return form.ok ? { saved: form.value, commandId, revision } : gallery(form, false, 422);
  }
}

/** A page with every macro on it, and a form that behaves as forms of journeys do. For tests only. */
@Module({ controllers: [GalleryController] })
export class GalleryModule {}

const patient = {
  name: { family: 'Okonkwo', given: 'Margaret', title: 'Mrs' },
  born: '1945-07-14',
  age: 81,
  sex: 'Female',
  nhsNumber: '9991234567',
  died: null,
  flags: [{ text: 'Red flag', colour: 'red' }],
  details: [
    { label: 'Mobile', value: '07700 900123' },
    { label: 'Interpreter', value: null },
  ],
};

function gallery(form: FormState, died: boolean, status = 200): Page {
  const model = {
    form,
    patient: died ? { ...patient, died: { on: '2026-06-01', age: 80 } } : patient,
    steps: STEPS,
    asOf: '2026-08-24T09:42:00Z',
    list: listView({ total: 143, page: 2, size: 25, href: (page) => `/gallery?page=${page}` }),
    stages: [
      { text: 'Received', state: 'done', days: 4 },
      { text: 'Workup', state: 'done', days: 31, note: 'Returned once' },
      { text: 'Tests', state: 'now', days: 62 },
      { text: 'Sent to hospital', state: 'to-come', days: null },
      { text: 'Appointment', state: 'to-come', days: null },
      { text: 'Seen', state: 'to-come', days: null },
    ],
    clock: {
      day: 97,
      startedOn: '2026-05-19',
      targetDays: 84,
      parts: [
        { text: 'Received', from: '2026-05-19', to: '2026-05-23', days: 4, who: 'Guardian team', held: false },
        { text: 'In workup', from: '2026-05-23', to: '2026-06-23', days: 31, who: 'Practice', held: true },
        { text: 'Waiting for tests', from: '2026-06-23', to: null, days: 62, who: 'Diagnostics', held: false },
      ],
    },
    chart: {
      id: 'waits',
      heading: 'More patients wait over 18 weeks than in June',
      subtitle: 'Patients waiting, Southend East PCN, 24 August 2026, 143 patients',
      svg: new runtime.SafeString(
        '<svg viewBox="0 0 200 40" role="img" aria-label="Two bars: 41 in June, 58 in August"><rect width="41" height="16" fill="#12436D"/><rect y="20" width="58" height="16" fill="#12436D"/></svg>',
      ),
      table: {
        caption: 'Patients over 18 weeks',
        head: ['Month', 'Patients'],
        rows: [
          ['June 2026', 41],
          ['August 2026', 58],
        ],
      },
      source: 'Guardian cases',
      asOf: '2026-08-24T09:42:00Z',
      csvHref: '/gallery.csv',
    },
    days: [
      {
        on: '2026-08-21',
        entries: [
          {
            at: null,
            title: 'Check-in missed',
            by: 'Rule',
            text: null,
            recordedAt: null,
            movedHere: false,
            movedAway: null,
            corrected: null,
          },
        ],
      },
      {
        on: '2026-08-11',
        entries: [
          {
            at: '2026-08-11T09:42:00Z',
            title: 'Call, no answer',
            by: 'Priya Shah, coordinator',
            text: 'Rang twice <b>today</b>.',
            recordedAt: '2026-08-12T08:00:00Z',
            movedHere: false,
            movedAway: null,
            corrected: { by: 'Tom Adeyemi', at: '2026-08-13T10:00:00Z', right: 'No call', reason: 'Wrong number dialled', stands: false },
          },
        ],
      },
    ],
  };
  return new Page('gallery.njk', model, status);
}
