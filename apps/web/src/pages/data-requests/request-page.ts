import { answerDueOn } from '@guardian/casework/events';
import type { CalendarDay } from '@guardian/kernel';
import type { FormState } from '../../http/form';
import { choices } from '../../layout/choices';
import { Page } from '../../layout/page';
import { SEX } from '../case/patient-view';
import { correctionsOf } from './corrections';
import type { OpenedRequest } from './request-desk';
import { KIND_WORDS, OUTCOME_WORDS } from './request-words';

/** One request: what is asked, until when, how far the copy of the record is, and what can be done. */
export const requestPage =
  (today: CalendarDay) =>
  ({ request, patient, patientId, address }: OpenedRequest, form: FormState, status = 200): Page => {
    const dueOn = answerDueOn(request);
    return new Page(
      'pages/data-requests/request.njk',
      {
        ...{ form, address, patientId, request, dueOn, identity: patient.state.identity, linked: patient.state.linkedTo.length },
        ...{ sexWords: SEX, corrections: request.kind === 'rectification' ? correctionsOf(patient) : [] },
        late: request.outcome === null && dueOn < today,
        kindWords: KIND_WORDS[request.kind],
        outcomeWords: request.outcome && OUTCOME_WORDS[request.outcome],
        outcomes: choices(OUTCOME_WORDS),
        mayExtend: request.outcome === null && request.extended === 0 && today <= dueOn,
      },
      status,
    );
  };
