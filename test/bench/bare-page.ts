import type { ListedCase } from '@guardian/caseload';

interface Named {
  readonly code: string;
  readonly name: string;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);

const HEAD = `<!doctype html><html lang="en" class="nhsuk-template"><head><meta charset="utf-8"><title>Caseload</title>
<link rel="stylesheet" href="/static/guardian.css"></head><body class="nhsuk-template__body">
<header class="nhsuk-header"><a class="nhsuk-header__service-name" href="/">Guardian</a></header>
<div class="nhsuk-width-container"><main class="nhsuk-main-wrapper" id="maincontent"><h1>Caseload</h1>`;
const FOOT = '</main></div><footer class="nhsuk-footer"><a href="/help">Help</a></footer></body></html>';

const choices = (named: readonly Named[]): string =>
  named.map(({ code, name }) => `<option value="${escaped(code)}">${escaped(name)}</option>`).join('');

const row = (of: ListedCase, practices: ReadonlyMap<string, string>): string => `<tr>
<td><a class="app-patient" href="/cases/${of.reference}">${escaped(of.family)}, ${escaped(of.given)}</a>
<div class="app-patient__facts">Born ${of.bornOn}<br><span class="app-nowrap">NHS No. ${of.nhsNumber ?? ''}</span></div></td>
<td>${escaped(practices.get(of.practiceCode) ?? of.practiceCode)}</td><td>${escaped(of.pathwayId)}</td>
<td><strong class="nhsuk-tag">${of.step}</strong><br><span class="app-secondary">${of.stepSince}</span></td>
<td>${of.nextMover}</td><td>${of.referredOn}</td><td>${of.lastEventOn}</td><td>${escaped(of.coordinatorName ?? 'Nobody yet')}</td></tr>`;

/** The caseload page with what its readers need, and nothing of what makes templates pleasant to write. */
export function bareListPage(cases: readonly ListedCase[], total: number, practices: readonly Named[], pcns: readonly Named[]): string {
  const names = new Map(practices.map(({ code, name }) => [code, name]));
  return `${HEAD}<form method="get"><select name="practice">${choices(practices)}</select><select name="pcn">${choices(pcns)}</select></form>
<p>${total} cases</p><table class="nhsuk-table app-table"><thead><tr><th scope="col">Patient</th><th scope="col">Practice</th>
<th scope="col">Pathway</th><th scope="col">Stage</th><th scope="col">With</th><th scope="col">Waiting</th><th scope="col">Last event</th>
<th scope="col">Coordinator</th></tr></thead><tbody>${cases.map((of) => row(of, names)).join('')}</tbody></table>${FOOT}`;
}
