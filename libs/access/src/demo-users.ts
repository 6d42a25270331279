import type { SignedInUser } from './signed-in-user';

/** Vouches for the invented people, and for nobody else. */
export const DEMO_ISSUER = 'urn:guardian:demonstration';

const place = (code: string) => ({ kind: 'place', code, mayReadPatients: true }) as const;
const pcn = (code: string) => ({ kind: 'pcn', code, mayReadPatients: true }) as const;
const countsEverywhere = { kind: 'everywhere', code: '', mayReadPatients: false } as const;

/** Invented people, one per way of working. Ids are stable: they stand in recorded events. Codes are those of the directory. */
export const demoUsers: readonly SignedInUser[] = [
  {
    id: 'demo-coordinator-southend',
    name: 'Priya Shah',
    role: 'coordinator',
    organisation: 'Guardian team, Southend',
    scope: place('southend'),
  },
  {
    id: 'demo-coordinator-southend-2',
    name: 'Joan Okafor',
    role: 'coordinator',
    organisation: 'Guardian team, Southend',
    scope: place('southend'),
  },
  {
    id: 'demo-coordinator-castle-point-and-rochford',
    name: 'Tom Adeyemi',
    role: 'coordinator',
    organisation: 'Guardian team, Castle Point and Rochford',
    scope: place('castle-point-and-rochford'),
  },
  {
    id: 'demo-coordinator-havering',
    name: 'Grace Lindqvist',
    role: 'coordinator',
    organisation: 'Guardian team, Havering',
    scope: place('havering'),
  },
  {
    id: 'demo-clinician-southend',
    name: 'Dr Samuel Brandt',
    role: 'clinician',
    organisation: 'Guardian team, Southend',
    scope: place('southend'),
  },
  {
    id: 'demo-pcn-southend-east',
    name: 'Leila Marsh',
    role: 'pcn-staff',
    organisation: 'Southend East PCN',
    scope: pcn('southend-east-pcn'),
  },
  { id: 'demo-pcn-canvey', name: 'Owen Pritchett', role: 'pcn-staff', organisation: 'Canvey PCN', scope: pcn('canvey-pcn') },
  {
    id: 'demo-acute-lead',
    name: 'Helen Vasquez',
    role: 'acute-lead',
    organisation: 'Acute trust (demonstration)',
    scope: countsEverywhere,
  },
  {
    id: 'demo-primary-care-lead',
    name: 'Marcus Oyelaran',
    role: 'primary-care-lead',
    organisation: 'Integrated care board (demonstration)',
    scope: countsEverywhere,
  },
  {
    id: 'demo-administrator',
    name: 'Ruth Campion',
    role: 'administrator',
    organisation: 'Guardian service',
    scope: countsEverywhere,
  },
  {
    id: 'demo-privacy-officer',
    name: 'Edith Nakamura',
    role: 'privacy-officer',
    organisation: 'Guardian service',
    scope: countsEverywhere,
  },
  {
    id: 'demo-second-privacy-officer',
    name: 'Tobias Ferrand',
    role: 'privacy-officer',
    organisation: 'Guardian service',
    scope: countsEverywhere,
  },
];

/** Another system, in the demonstration: it asks the provider for a token with this subject. */
export const demoProgram: SignedInUser = {
  ...{ id: 'demo-program', name: 'Practice system (demonstration)', role: 'program', organisation: 'Carnarvon Medical Centre' },
  scope: place('southend'),
};

export const demoUser = (id: string | undefined): SignedInUser | undefined => demoUsers.find((user) => user.id === id);
