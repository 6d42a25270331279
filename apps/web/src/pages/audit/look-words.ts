import type { Purpose } from '@guardian/access';

export const PURPOSE_WORDS: Readonly<Record<Purpose, string>> = {
  'direct-care': 'Care of the patient',
  'break-glass': 'Opened without a relationship',
  'running-the-service': 'Running the service',
  audit: 'Checking who looked',
};

/** What a route is called where it stands first; a list of many and the page of one have names of their own. */
const ONE: Readonly<Record<string, string>> = { cases: 'Case', enquiries: 'Enquiry' };
const MANY: Readonly<Record<string, string>> = { cases: 'Caseload', pcn: 'PCN', pcns: 'PCN' };

/** `/cases/:reference/check-ins/new` → `Case, check-ins, new`; of the API, `By program: Case, timeline`. */
export function routeWords(route: string): string {
  const [, api, path = ''] = /^(\/api\/v1)?\/(.*?)(?:\.[a-z]+)?$/.exec(route) ?? [];
  const [first = '', ...parts] = path.split('/');
  const named = parts[0]?.startsWith(':') ? ONE[first] : undefined;
  const rest = parts.filter((part) => !part.startsWith(':')).map(spaced);
  return `${api ? 'By program: ' : ''}${[named ?? MANY[first] ?? capital(spaced(first)), ...rest].join(', ')}`;
}

const spaced = (part: string): string => part.replaceAll('-', ' ');
const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);
