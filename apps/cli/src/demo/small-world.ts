// A small directory for specs, with the real pathways.
import { shippedDefinitions } from '@guardian/pathways';
import type { DemoWorld } from './world';

export const smallWorld: DemoWorld = {
  practices: [
    { code: 'X00001', name: 'Larkmere Surgery', pcn: 'southend-east-pcn', place: 'southend', patients: 5_000 },
    { code: 'X00002', name: 'Quarrell Practice', pcn: 'southend-east-pcn', place: 'southend', patients: 10_000 },
    { code: 'X00003', name: 'Mossop Medical Centre', pcn: 'canvey-pcn', place: 'castle-point-and-rochford', patients: 15_000 },
    { code: 'X00004', name: 'Fenwright Health Centre', pcn: null, place: 'havering', patients: 20_000 },
  ],
  pathways: shippedDefinitions(),
  hospitals: ['RAJ', 'RF4'].map((code) => ({
    code,
    name: `Hospital ${code}`,
    specialties: ['101', '110', '120', '130', '301', '320', '330', '502'],
  })),
  testSites: [
    { code: 'EXAMPLE-CDC', name: 'Example community diagnostic centre' },
    { code: 'RAJ', name: 'Hospital RAJ' },
    { code: 'RF4', name: 'Hospital RF4' },
  ],
};
