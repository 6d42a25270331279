import 'reflect-metadata';
import { type CaseEvent, caseIdFor, CaseworkModule, CLOCK, IDENTITY_RULES, NUMBERS, Records, stepOf } from '@guardian/casework';
import { InMemoryEventStore, StreamRunner } from '@guardian/event-store';
import { day } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { liveCase } from './live-case';
import { commandIdOf, sceneOf } from './scene';
import { SimulatedTime } from './simulated-time';
import { smallWorld } from './small-world';
import { GUARDIAN } from './story';

@Module({})
class InMemory {}

const cohort = { seed: 1, until: day('2026-11-20') };
const CASES = 350;

describe('350 cases lived through', () => {
  let context: INestApplicationContext;
  const steps: Record<string, number> = {};
  const events: Record<string, number> = {};
  const exits = new Set<string>();

  beforeAll(async () => {
    const time = new SimulatedTime();
    const streams = new StreamRunner(new InMemoryEventStore(), time);
    context = await NestFactory.createApplicationContext(
      {
        module: InMemory,
        global: true,
        imports: [CqrsModule.forRoot(), CaseworkModule],
        providers: [
          { provide: StreamRunner, useValue: streams },
          { provide: CLOCK, useValue: time },
          { provide: NUMBERS, useValue: time },
          { provide: IDENTITY_RULES, useValue: { lookupKey: 'a key for specs', testNumbersOnly: true } },
        ],
        exports: [StreamRunner, CLOCK, NUMBERS, IDENTITY_RULES],
      },
      { logger: false, abortOnError: false },
    );
    await context.get(PathwayDefinitions).publishShipped(GUARDIAN);
    const records = context.get(Records);
    for (let caseNumber = 1; caseNumber <= CASES; caseNumber++) {
      // throws when a command is refused or comes to nothing
      await liveCase({ commands: context.get(CommandBus), records, time }, sceneOf(smallWorld, cohort, caseNumber));
      const { state, events: history } = await records.case(caseIdFor(commandIdOf(1, caseNumber, 0)));
      const step = stepOf(state.progress);
      steps[step] = (steps[step] ?? 0) + 1;
      for (const event of history as readonly CaseEvent[]) {
        events[event.type] = (events[event.type] ?? 0) + 1;
        if (event.type === 'CaseClosed') exits.add(event.data.reason);
      }
    }
  }, 120_000);
  afterAll(() => context.close());

  it('stand in every step at the end', () => {
    expect(Object.keys(steps).sort()).toEqual([
      'awaiting-acceptance',
      'awaiting-decision',
      'awaiting-first-appointment',
      'awaiting-treatment',
      'closed',
      'diagnostics',
      'intake',
      'monitoring',
      'ready',
      'returned',
      'with-tier-two',
      'workup',
    ]);
  });

  it('show what goes wrong in real life', () => {
    for (const type of [
      'ReferralReturned',
      'ReferralResubmitted',
      'GateOverridden',
      'GateExpired',
      'RedFlagBypassed',
      'DiagnosticMissed',
      'DiagnosticCancelled',
      'WorkupItemExpired',
      'WorkupItemWaived',
      'DuplicateSuspected',
      'CaseLinkedAsDuplicate',
      'DuplicateDismissed',
      'ResponsibilityDeclined',
      'ServiceDeclined',
      'CaseTakenOn',
      'CaseReopened',
      'EntryCorrected',
      'ContactCorrected',
      'PriorityRecorded',
      'ProviderChanged',
    ]) {
      expect({ type, happened: (events[type] ?? 0) > 0 }).toEqual({ type, happened: true });
    }
  });

  it('leave results unread, results untold and offers of the baton unanswered', () => {
    const count = (type: string) => events[type] ?? 0;
    expect(count('DiagnosticOrdered')).toBeGreaterThan(count('DiagnosticReported'));
    expect(count('DiagnosticReported')).toBeGreaterThan(count('DiagnosticAcknowledged'));
    expect(count('DiagnosticAcknowledged')).toBeGreaterThan(count('DiagnosticResultTold'));
    expect(count('ResponsibilityOffered')).toBeGreaterThan(count('ResponsibilityAccepted') + count('ResponsibilityDeclined'));
    expect(count('ValidationAsked')).toBeGreaterThan(count('ValidationAnswered'));
  });

  it('end for many reasons', () => {
    expect([...exits].sort()).toEqual(
      expect.arrayContaining(['died', 'discharged-to-primary-care', 'entered-in-error', 'no-longer-needed', 'treated']),
    );
  });
});
