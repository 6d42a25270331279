import { type Action, roleMay, type SignedInUser } from '@guardian/access';

export interface NavigationItem {
  readonly text: string;
  readonly href: string;
  readonly current: boolean;
}

type Entry = readonly [action: Action, text: string, href: string, ...sections: string[]];

/** What this user can go to, in the order of the page; `path` is where they are. */
export function navigationFor(user: SignedInUser, path: string): NavigationItem[] {
  const ofOnePcn = user.scope.kind === 'pcn';
  const entries: Entry[] = [
    ['work-cases', 'My work', '/worklist'],
    ...(ofOnePcn ? [['see-pcn', 'My PCN', `/pcn/${user.scope.code}`, '/pcn'] as const] : []),
    ['see-patients', 'Caseload', '/cases'],
    ['work-cases', 'Enquiries', '/enquiries'],
    ['see-patients', 'Messages', '/messages'],
    ['bring-in-referrals', 'Referrals', '/referrals'],
    ['see-reports', 'Reports', '/reports/bottlenecks', '/reports', ...(ofOnePcn ? [] : ['/pcn'])],
    ['run-the-service', 'Admin', '/admin', '/admin', '/audit'],
    ['decide-clinically', 'Record requests', '/privacy/clinical-reviews'],
    ['protect-privacy', 'Requests about data', '/privacy/requests'],
    ['protect-privacy', 'Retention', '/privacy/retention'],
    ['protect-privacy', 'Erasure', '/privacy/erasures'],
    ['protect-privacy', 'Who looked', '/audit'],
    ['protect-privacy', 'Exports', '/admin/exports'],
  ];
  return entries
    .filter(([action]) => roleMay(user.role, action))
    .map(([, text, href, ...sections]) => ({
      text,
      href,
      current: (sections.length > 0 ? sections : [href]).some((section) => path === section || path.startsWith(`${section}/`)),
    }));
}

/** Where a user starts: their work, not a menu. */
export function landingPage({ role, scope }: SignedInUser): string {
  switch (role) {
    case 'coordinator':
    case 'clinician':
      return '/worklist';
    case 'pcn-staff':
      return `/pcn/${scope.code}`;
    case 'acute-lead':
    case 'primary-care-lead':
      return '/reports/bottlenecks';
    case 'administrator':
      return '/admin';
    case 'privacy-officer':
      return '/audit';
    case 'program': // never has a page
      return '/help';
  }
}
