/** What somebody is here to do. Labels for people stand in apps/web/src/layout/words.ts. */
export const roles = [
  ...(['coordinator', 'clinician', 'pcn-staff', 'acute-lead', 'primary-care-lead'] as const),
  ...(['administrator', 'privacy-officer'] as const),
  // no person: another system that uses the API
  'program',
] as const;

export type Role = (typeof roles)[number];

/** The things that not everybody may do. */
export type Action =
  | ('see-patients' | 'work-cases' | 'decide-clinically' | 'bring-in-referrals' | 'see-pcn' | 'see-reports')
  | ('run-the-service' | 'see-audit' | 'protect-privacy' | 'approve-exports');

const may: Readonly<Record<Role, readonly Action[]>> = {
  coordinator: ['see-patients', 'work-cases', 'bring-in-referrals', 'see-pcn', 'see-reports'],
  clinician: ['see-patients', 'work-cases', 'decide-clinically', 'see-pcn', 'see-reports'],
  'pcn-staff': ['see-patients', 'see-pcn', 'see-reports'],
  'acute-lead': ['see-reports'],
  'primary-care-lead': ['see-pcn', 'see-reports'],
  administrator: ['bring-in-referrals', 'run-the-service', 'see-audit', 'approve-exports'],
  'privacy-officer': ['see-audit', 'protect-privacy', 'approve-exports'],
  program: ['see-patients', 'work-cases', 'bring-in-referrals', 'see-pcn', 'see-reports'],
};

export const roleMay = (role: Role, action: Action): boolean => may[role].includes(action);
