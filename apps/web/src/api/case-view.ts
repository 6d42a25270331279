// A case as programs see it: the same facts as on its page.
import { type CaseEvent, NEXT_MOVER, openSafety, openValidation, stepOf, suspectsCancer } from '@guardian/casework';
import type { RecordedEvent } from '@guardian/event-store';
import type { OpenedCase } from '../pages/case/case-desk';

export function caseView({ caseId, reference, revision, state, patient }: OpenedCase) {
  const { opened, progress } = state;
  const step = stepOf(progress);
  return {
    reference,
    caseId,
    revision,
    step,
    nextMover: NEXT_MOVER[step],
    referredOn: opened?.referredOn,
    priority: state.priority,
    suspectedCancer: suspectsCancer(state.progress),
    pathway: opened?.pathway,
    specialty: opened?.specialty,
    practice: patient.restricted ? null : opened?.practice,
    provider: state.provider,
    coordinator: state.coordinator,
    holder: state.holder,
    offer: state.offer,
    gate: { passed: progress.gatePassed, dueOn: state.gateDueOn },
    replyBy: state.replyBy,
    workup: Object.values(state.items).map(({ code, name, kind, evidenceDays, status, evidenceOn, expiresOn }) => ({
      ...{ code, name, kind, evidenceDays, status, evidenceOn, expiresOn },
    })),
    tests: Object.values(state.tests).map(({ testId, test, name, item, status, orderedOn, bookedFor, performedOn, outcome }) => ({
      ...{ testId, test, name, item, status, orderedOn, bookedFor, performedOn, outcome },
    })),
    services: Object.fromEntries(Object.entries(state.services).map(([service, { status }]) => [service, status])),
    /** Check-ins, changes of condition, escalations and expedite requests that wait for somebody. */
    openSafety: openSafety(state.safety),
    /** What follows from asking the patient whether the appointment is still needed. */
    openValidation: openValidation(progress, state.safety),
    suspectedDuplicates: state.suspicions.map(({ otherCaseId }) => otherCaseId),
    linkedTo: state.linkedTo,
    patient: patientOf(patient),
  };
}

/** Location and contact of a restricted record are not told. */
function patientOf({ nhsNumber, family, given, title, bornOn, sex, diedOn, restricted, needs, details }: OpenedCase['patient']) {
  return { nhsNumber, family, given, title, bornOn, sex, diedOn, restricted, needs, details: restricted ? null : details };
}

/**
 * What happened, oldest first. An entry that was corrected says by which one; what belongs to another patient is not told, only that
 * there was such an entry (rule D5).
 */
export function entriesOf(events: readonly RecordedEvent<CaseEvent>[]) {
  const named = (by: CaseEvent['type']): Map<number, number> =>
    new Map(events.flatMap((event) => (event.type === by && 'entry' in event.data ? [[event.data.entry, event.revision]] : [])));
  const moved = named('EntryMovedToPatient');
  const corrected = named('EntryCorrected');
  return events
    .filter(({ revision }) => !moved.has(revision))
    .map(({ revision, type, data, metadata: { recordedAt, actor } }) => ({
      entry: revision,
      type,
      data,
      recordedAt,
      by: { name: actor.name, role: actor.role, organisation: actor.organisation },
      correctedBy: corrected.get(revision) ?? null,
    }));
}
