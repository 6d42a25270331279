import type { ListedCase } from '@guardian/caseload';
import { moverWords } from '../../apps/web/src/pages/case/mover-words';
import { stepWords } from '../../apps/web/src/layout/words';

/** What codes are called and how long a step may take: known before the first request. */
export interface Known {
  readonly practices: ReadonlyMap<string, string>;
  readonly pathways: ReadonlyMap<string, string>;
  readonly targetDays: Readonly<Record<string, number>>;
  /** YYYY-MM-DD. */
  readonly today: string;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const DAY_MS = 86_400_000;

const daysSince = (day: string, today: string): number => (Date.parse(today) - Date.parse(day)) / DAY_MS;
const daysAfter = (day: string, days: number): string => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

function date(day: string): string {
  const [year, month, of] = [day.slice(0, 4), MONTHS[Number(day.slice(5, 7)) - 1] ?? '', day.slice(8)];
  return `<time class="app-nowrap" datetime="${day}"><span aria-hidden="true">${of}-${month.slice(0, 3)}-${year}</span><span class="nhsuk-u-visually-hidden">${Number(of)} ${month} ${year}</span></time>`;
}

const weeks = (days: number): string =>
  days < 7 ? '' : `<br><span class="app-secondary app-nowrap">${Math.trunc(days / 7)}w ${days % 7}d</span>`;

const nhsNumber = (number: string): string => `${number.slice(0, 3)} ${number.slice(3, 6)} ${number.slice(6)}`;

function row(of: ListedCase, { practices, pathways, targetDays, today }: Known): string {
  const waiting = daysSince(of.referredOn, today);
  const dueOn = daysAfter(of.stepSince, targetDays[of.step] ?? 0);
  return `<tr>
<td><a class="app-patient" href="/cases/${of.reference}">${escaped(of.family.toUpperCase())}, ${escaped(of.given)}</a>
<div class="app-patient__facts">Born ${date(of.bornOn)}<br><span class="app-nowrap">NHS No. <span class="app-nowrap">${nhsNumber(of.nhsNumber ?? '')}</span></span></div></td>
<td>${escaped(practices.get(of.practiceCode) ?? of.practiceCode)}</td>
<td>${escaped(pathways.get(of.pathwayId) ?? of.pathwayId)}${of.suspectedCancer ? '<br><strong class="nhsuk-tag nhsuk-tag--red">Suspected cancer</strong>' : ''}</td>
<td><strong class="nhsuk-tag nhsuk-tag--${stepWords[of.step].colour}">${stepWords[of.step].text}</strong><br><span class="app-secondary">${daysSince(of.stepSince, today)} days</span></td>
<td>${moverWords[of.nextMover]}<br><span class="app-secondary">Held by ${escaped(of.holderName)}</span></td>
<td><span class="app-nowrap">${waiting} days</span>${weeks(waiting)}</td>
<td>${date(dueOn)}${dueOn < today ? '<br><strong>Past target</strong>' : ''}</td>
<td>${escaped(of.coordinatorName ?? 'Nobody yet')}</td></tr>`;
}

/** The limit: rows from template literals in a layout that was rendered before, Guardian's own page without its rows and its total. */
export function bareListPage(page: string): (cases: readonly ListedCase[], total: number, known: Known) => string {
  const [head = '', middle = '', foot = ''] = page.split(/(?<=to 25 of )[\d,]+|(?<=<tbody>)[^]*(?=<\/tbody>)/);
  return (cases, total, known) => `${head}${total.toLocaleString('en-GB')}${middle}${cases.map((of) => row(of, known)).join('\n')}${foot}`;
}
