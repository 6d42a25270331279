import { type RecordedEvent, StreamRunner } from '@guardian/event-store';
import { Injectable } from '@nestjs/common';
import { caseDecider } from './domain/case/case';
import type { CaseEvent } from './domain/case/events';
import type { CaseState } from './domain/case/state';
import { enquiryDecider, type EnquiryEvent, type EnquiryState } from './domain/enquiry/enquiry';
import { patientDecider, type PatientEvent, type PatientState } from './domain/patient/patient';

export interface CaseRecord {
  readonly caseId: string;
  readonly state: CaseState;
  /** 0: there is no such case. */
  readonly revision: number;
  /** Oldest first. */
  readonly events: readonly RecordedEvent<CaseEvent>[];
}

export interface EnquiryRecord {
  readonly enquiryId: string;
  readonly state: EnquiryState;
  /** 0: there is no such enquiry. */
  readonly revision: number;
  /** Oldest first. */
  readonly events: readonly RecordedEvent<EnquiryEvent>[];
}

export interface PatientRecord {
  readonly patientId: string;
  readonly state: PatientState;
  /** Oldest first; empty: there is no such patient. */
  readonly events: readonly RecordedEvent<PatientEvent>[];
}

/** One record straight from its stream: whoever saves sees their own writing at once. */
@Injectable()
export class Records {
  constructor(private readonly streams: StreamRunner) {}

  async case(caseId: string): Promise<CaseRecord> {
    return { caseId, ...(await this.streams.load(caseDecider, caseId)) };
  }

  async patient(patientId: string): Promise<PatientState> {
    return (await this.streams.load(patientDecider, patientId)).state;
  }

  async patientRecord(patientId: string): Promise<PatientRecord> {
    return { patientId, ...(await this.streams.load(patientDecider, patientId)) };
  }

  async enquiry(enquiryId: string): Promise<EnquiryRecord> {
    return { enquiryId, ...(await this.streams.load(enquiryDecider, enquiryId)) };
  }
}
