import { openedUntil, roleMay } from '@guardian/access';
import { outstandingItems, suspectsCancer } from '@guardian/casework';
import { type Claim, Claims } from '@guardian/caseload';
import { PathwayDefinitions } from '@guardian/pathways';
import { Injectable } from '@nestjs/common';
import type { OpenedCase } from './case-desk';
import { CaseDesk } from './case-desk';
import { patientView } from './patient-view';

const SECTIONS = {
  overview: ['Overview', ''],
  timeline: ['Timeline', '/timeline'],
  workup: ['Workup', '/workup'],
  tests: ['Tests', '/tests'],
  contacts: ['Contacts', '/contacts'],
  'check-ins': ['Check-ins', '/check-ins'],
  escalations: ['Escalations', '/escalations'],
  messages: ['Messages', '/messages'],
  clocks: ['Clocks', '/clocks'],
} as const;
export type Section = keyof typeof SECTIONS;

/** What stands round every page of a case: banner, title, sections, and what this user may do. Spread it into the page's model. */
@Injectable()
export class CaseFrame {
  constructor(
    private readonly desk: CaseDesk,
    private readonly definitions: PathwayDefinitions,
    private readonly claims: Claims,
  ) {}

  async around(opened: OpenedCase, section: Section | null = null) {
    const { user, state, reference, row } = opened;
    const definition = await this.definitions.get(row.pathwayId, row.pathwayVersion);
    const items = Object.values(state.items);
    const counts: Partial<Record<Section, string>> = {
      workup: items.length ? `${items.length - outstandingItems(state).length} of ${items.length}` : '',
      tests: String(Object.keys(state.tests).length || ''),
      contacts: String(state.contacts.length || ''),
    };
    const address = `/cases/${reference}`;
    const mayWork = roleMay(user.role, 'work-cases') && !state.progress.closed;
    return {
      case: {
        reference,
        revision: opened.revision,
        address,
        pathway: definition.name,
        pathwayVersion: definition.version,
        step: row.step,
        closed: state.progress.closed,
        suspectedCancer: suspectsCancer(state.progress),
        priority: state.priority,
      },
      patient: patientView(opened.patient, this.desk.today),
      sections: (Object.keys(SECTIONS) as Section[]).map((key) => ({
        text: SECTIONS[key][0],
        href: `${address}${SECTIONS[key][1]}`,
        current: key === section,
        count: counts[key] ?? '',
      })),
      mayWork,
      openedRestricted: opened.patient.restricted,
      openedUntil: openedUntil(user.scope, row.patientId) ?? null,
      openedPatient: row.patientId,
      withOther: mayWork ? await this.withOther(opened) : null,
      mayDecide: roleMay(user.role, 'decide-clinically') && !state.progress.closed,
    };
  }

  /** Opening a case says that one is at it. Answers with the colleague who was there before; null when nobody was. */
  private async withOther({ caseId, user }: OpenedCase): Promise<Claim | null> {
    const claim = await this.claims.take(caseId, user, this.desk.now);
    return claim && claim.userId !== user.id ? claim : null;
  }
}
