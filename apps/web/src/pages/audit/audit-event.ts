// The read audit in the shape of FHIR R4: https://hl7.org/fhir/R4/auditevent.html
import type { KeptLook, Purpose } from '@guardian/access';

const SYSTEM = 'http://terminology.hl7.org/CodeSystem';

const REASONS: Readonly<Record<Purpose, readonly [code: string, display: string]>> = {
  'direct-care': ['TREAT', 'treatment'],
  'break-glass': ['BTG', 'break the glass'],
  'running-the-service': ['HOPERAT', 'healthcare operations'],
  audit: ['HCOMPL', 'health compliance'],
};

/** One look, each patient an entity of its own. */
export function auditEvent({ position, at, by, patientIds, purpose, action, method, route, status, from, requestId }: KeptLook) {
  const [code, display] = REASONS[purpose];
  return {
    resourceType: 'AuditEvent',
    id: position,
    type: { system: `${SYSTEM}/audit-event-type`, code: 'rest', display: 'RESTful Operation' },
    subtype: [
      action === 'exported'
        ? { system: `${SYSTEM}/iso-21089-lifecycle`, code: 'extract', display: 'Extract Record Lifecycle Event' }
        : { system: `${SYSTEM}/iso-21089-lifecycle`, code: 'access', display: 'Access/View Record Lifecycle Event' },
    ],
    action: 'R',
    recorded: at.toISOString(),
    // 0: shown; 4: refused in the end; 8: failed in the end
    outcome: status < 300 || status === 422 ? '0' : status < 500 ? '4' : '8',
    purposeOfEvent: [{ coding: [{ system: `${SYSTEM}/v3-ActReason`, code, display }] }],
    agent: [
      {
        role: [{ text: by.role }],
        who: { identifier: { value: by.id }, display: by.name },
        requestor: true,
        ...(from === null ? {} : { network: { address: from, type: '2' } }),
      },
      { who: { display: by.organisation }, requestor: false },
    ],
    source: { observer: { display: 'Guardian' } },
    entity: [
      ...patientIds.map((id) => ({
        what: { identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${id}` } },
        type: { system: `${SYSTEM}/audit-entity-type`, code: '1', display: 'Person' },
        role: { system: `${SYSTEM}/object-role`, code: '1', display: 'Patient' },
      })),
      {
        what: { identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${requestId}` } },
        type: { system: `${SYSTEM}/audit-entity-type`, code: '2', display: 'System Object' },
        name: `${method} ${route}`,
      },
    ],
  };
}

/** `total`: of all that were asked for, which may be more than are in it. */
export const auditBundle = (looks: readonly KeptLook[], total: number) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  total,
  entry: looks.map((look) => ({ resource: auditEvent(look), search: { mode: 'match' } })),
});
