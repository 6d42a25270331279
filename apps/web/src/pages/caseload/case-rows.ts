// The rows of the caseload.
import type { ListedCase } from '@guardian/caseload';
import { addDays, type CalendarDay, daysBetween } from '@guardian/kernel';
import { counted, days, nhsNumber, personName, ukDate } from '../../layout/filters';
import { type Html, markup, NO_HTML } from '../../layout/html';
import { stepWords } from '../../layout/words';
import { moverWords } from '../case/mover-words';

/** What a row tells besides its case. */
export interface Beside {
  readonly practice: string;
  readonly pathway: string;
  /** Of the step that the case is in; undefined where its pathway sets none. */
  readonly targetDays: number | undefined;
  readonly today: CalendarDay;
}

/** As text that is HTML, for `| safe`; empty when there is no case. */
export const caseRows = (cases: readonly ListedCase[], besideOf: (one: ListedCase) => Beside): string =>
  cases.map((one) => (one.restricted ? restrictedRow(one) : row(one, besideOf(one))).text).join('');

const row = (one: ListedCase, { practice, pathway, targetDays, today }: Beside): Html => markup`    <tr>
      <td>
        ${nameLink(one)}
        <div class="app-patient__facts">Born ${ukDate(one.bornOn)}<br><span class="app-nowrap">NHS No. ${nhsNumber(one.nhsNumber)}</span></div>
      </td>
      <td>${practice}</td>
      <td>${pathway}${one.suspectedCancer ? SUSPECTED_CANCER : NO_HTML}</td>
      <td><strong class="nhsuk-tag nhsuk-tag--${stepWords[one.step].colour}">${stepWords[one.step].text}</strong><br><span class="app-secondary">${counted(daysBetween(one.stepSince, today), 'day')}</span></td>
      <td>${moverWords[one.nextMover]}<br><span class="app-secondary">Held by ${one.holderName}</span></td>
      <td>${waiting(daysBetween(one.referredOn, today))}</td>
      <td>${targetDays === undefined ? NO_TARGET : due(addDays(one.stepSince, targetDays), today)}</td>
      <td>${one.coordinatorName ?? 'Nobody yet'}</td>
    </tr>
`;

/** Of a restricted record the name alone. */
const restrictedRow = (one: ListedCase): Html => markup`    <tr>
      <td>
        ${nameLink(one)}
        <div><strong class="nhsuk-tag nhsuk-tag--red">Restricted</strong></div>
      </td>
      <td colspan="7"><span class="app-secondary">Not shown: this record is restricted. Open the case to see it.</span></td>
    </tr>
`;

const nameLink = (one: ListedCase): Html => markup`<a class="app-patient" href="/cases/${one.reference}">${personName(one)}</a>`;

const SUSPECTED_CANCER = markup`<br><strong class="nhsuk-tag nhsuk-tag--red">Suspected cancer</strong>`;

const waiting = (count: number): Html =>
  markup`<span class="app-nowrap">${counted(count, 'day')}</span>${count < 7 ? NO_HTML : markup`<br><span class="app-secondary app-nowrap">${days(count)}</span>`}`;

const NO_TARGET = markup`<span class="app-secondary">No target</span>`;

const due = (on: CalendarDay, today: CalendarDay): Html => markup`${ukDate(on)}${on < today ? PAST_TARGET : NO_HTML}`;

const PAST_TARGET = markup`<br><strong>Past target</strong>`;
