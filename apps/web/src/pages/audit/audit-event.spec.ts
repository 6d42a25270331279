import type { KeptLook } from '@guardian/access';
import { auditBundle, auditEvent } from './audit-event';

const ADA = 'd8c0396f-44de-82b8-a154-1990f7b892c7';
const REQUEST = '0b8f3c52-9d1e-4c44-8a53-64b1d8a5e210';
const look: KeptLook = {
  position: '7',
  at: new Date('2026-08-20T09:00:00Z'),
  by: { id: 'priya', name: 'Priya Shah', role: 'coordinator', organisation: 'Guardian team, Southend' },
  patientIds: [ADA],
  purpose: 'direct-care',
  action: 'shown',
  method: 'GET',
  route: '/cases/:reference',
  status: 200,
  from: '10.0.0.7',
  requestId: REQUEST,
};
const SYSTEM = 'http://terminology.hl7.org/CodeSystem';

it('is what FHIR R4 calls an AuditEvent', () => {
  expect(auditEvent(look)).toEqual({
    resourceType: 'AuditEvent',
    id: '7',
    type: { system: `${SYSTEM}/audit-event-type`, code: 'rest', display: 'RESTful Operation' },
    subtype: [{ system: `${SYSTEM}/iso-21089-lifecycle`, code: 'access', display: 'Access/View Record Lifecycle Event' }],
    action: 'R',
    recorded: '2026-08-20T09:00:00.000Z',
    outcome: '0',
    purposeOfEvent: [{ coding: [{ system: `${SYSTEM}/v3-ActReason`, code: 'TREAT', display: 'treatment' }] }],
    agent: [
      {
        role: [{ text: 'coordinator' }],
        who: { identifier: { value: 'priya' }, display: 'Priya Shah' },
        requestor: true,
        network: { address: '10.0.0.7', type: '2' },
      },
      { who: { display: 'Guardian team, Southend' }, requestor: false },
    ],
    source: { observer: { display: 'Guardian' } },
    entity: [
      {
        what: { identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${ADA}` } },
        type: { system: `${SYSTEM}/audit-entity-type`, code: '1', display: 'Person' },
        role: { system: `${SYSTEM}/object-role`, code: '1', display: 'Patient' },
      },
      {
        what: { identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${REQUEST}` } },
        type: { system: `${SYSTEM}/audit-entity-type`, code: '2', display: 'System Object' },
        name: 'GET /cases/:reference',
      },
    ],
  });
});

it.each([
  ['a form with errors', 422, '0'],
  ['a refusal', 409, '4'],
  ['a fault', 500, '8'],
])('tells by its outcome that it ended with %s', (_, status, outcome) => expect(auditEvent({ ...look, status }).outcome).toBe(outcome));

it('says what was taken away as a file, why, and nothing of where it came from when that is not known', () => {
  const { subtype, purposeOfEvent, agent } = auditEvent({ ...look, action: 'exported', purpose: 'running-the-service', from: null });
  expect([subtype[0]?.code, purposeOfEvent[0]?.coding[0]?.code, agent[0]]).toEqual([
    'extract',
    'HOPERAT',
    expect.not.objectContaining({ network: expect.anything() as unknown }),
  ]);
});

it('stands in a bundle that says how many there are in all', () => {
  expect(auditBundle([look], 12)).toMatchObject({
    resourceType: 'Bundle',
    type: 'searchset',
    total: 12,
    entry: [{ resource: { id: '7' } }],
  });
});
