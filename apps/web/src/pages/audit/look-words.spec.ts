import { routeWords } from './look-words';

it.each([
  ['/cases', 'Caseload'],
  ['/cases/:reference', 'Case'],
  ['/cases/:reference/check-ins/new', 'Case, check ins, new'],
  ['/worklist/team', 'Worklist, team'],
  ['/search/:token', 'Search'],
  ['/enquiries', 'Enquiries'],
  ['/enquiries/:id', 'Enquiry'],
  ['/referrals/imports/:id/errors.csv', 'Referrals, imports, errors'],
  ['/reports/returns/open-pathways.csv', 'Reports, returns, open pathways'],
  ['/api/v1/cases/:reference/timeline', 'By program: Case, timeline'],
  ['/api/v1/cases', 'By program: Caseload'],
])('%s is called %s', (route, words) => expect(routeWords(route)).toBe(words));
