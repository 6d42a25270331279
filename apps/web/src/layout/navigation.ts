import { type Action, roleMay, type SignedInUser } from '@guardian/access';

export interface NavigationItem {
  readonly text: string;
  readonly href: string;
  readonly current: boolean;
}

type Entry = readonly [action: Action, text: string, href: string, section?: string];

/** What this user can go to, in the order of the page; `path` is where they are. */
export function navigationFor(user: SignedInUser, path: string): NavigationItem[] {
  const entries: Entry[] = [
    ['work-cases', 'My work', '/worklist'],
    ...(user.scope.kind === 'pcn' ? [['see-pcn', 'My PCN', `/pcn/${user.scope.code}`, '/pcn'] as const] : []),
    ['see-patients', 'Caseload', '/cases'],
    ['bring-in-referrals', 'Referrals', '/referrals'],
    ['see-reports', 'Reports', '/reports/bottlenecks', '/reports'],
    ['run-the-service', 'Admin', '/admin'],
  ];
  return entries
    .filter(([action]) => roleMay(user.role, action))
    .map(([, text, href, section = href]) => ({ text, href, current: path === section || path.startsWith(`${section}/`) }));
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
  }
}
