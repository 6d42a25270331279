import 'reflect-metadata';
import { LivedHistory } from '@guardian/caseload';
import { caseIdFor, CaseworkModule, CLOCK, IDENTITY_RULES, NUMBERS, Records } from '@guardian/casework';
import { Directory, directoryEntities, DirectoryModule } from '@guardian/directory';
import { type EventStore, type LogAddress, openEventStore, StreamRunner } from '@guardian/event-store';
import { type CalendarDay, addDays, parseCalendarDay, systemClock, today } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import { readDatabase } from '@guardian/projections';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Problem } from '../problem';
import { liveCase } from './live-case';
import { commandIdOf, isSecondReferral, sceneOf } from './scene';
import { SimulatedTime } from './simulated-time';
import { demoWorld } from './world';

/** Cases lived through at the same time: their appends share flushes. */
const LANES = 32;

/** A migrated database with its reference data, and the log. */
export interface DemoOptions extends LogAddress {
  /** Key of the hash by which an NHS number leads to its patient: that of the service. */
  readonly lookupKey: string;
  /** 1 to MOST_CASES. More cases than before add the further ones. */
  readonly cases: number;
  /** 1 to MOST_SEEDS. */
  readonly seed: number;
  /** Last day of the history. Left out: the day up to which this seed was begun, else yesterday in London. */
  readonly until?: CalendarDay | undefined;
  /** Ends early between two cases; the same call later goes on. */
  readonly stop?: AbortSignal;
  onProgress?(done: DemoDone): void;
}

export interface DemoDone {
  readonly cases: number;
  /** Of them, cases that have not ended by the last day. */
  readonly open: number;
  /** Events that were added. */
  readonly events: number;
}

/**
 * Two years of invented cases, lived through by the real commands. The same seed and last day make the same cohort, and what is there
 * already is not added again. Throws Problem when the directory is empty or the seed was begun with another last day.
 */
export async function generateDemo(options: DemoOptions): Promise<DemoDone & { readonly until: CalendarDay }> {
  const time = new SimulatedTime();
  const store = openEventStore(options);
  const appended = countAppends(store);
  const context = await NestFactory.createApplicationContext(DemoModule.on(store, time, options), { logger: false, abortOnError: false });
  const ended = await context.get(LivedHistory).begin();
  try {
    const service = { commands: context.get(CommandBus), records: context.get(Records), time };
    const until = await lastDay(service.records, options);
    const world = await demoWorld(context.get(Directory), context.get(PathwayDefinitions), until);
    const cohort = { seed: options.seed, until };
    const done = { cases: 0, open: 0, events: 0 };
    const live = async (caseNumbers: readonly number[]): Promise<void> => {
      for (const caseNumber of caseNumbers) {
        if (options.stop?.aborted) return;
        const { isOpen } = await liveCase(service, sceneOf(world, cohort, caseNumber));
        done.cases++;
        if (isOpen) done.open++;
        done.events = appended();
        options.onProgress?.({ ...done });
      }
    };
    // the first case says up to which day this seed goes: it is written before any other
    await live([1]);
    const patients = casesByPatient(options.cases);
    const lanes = Array.from({ length: LANES }, async () => {
      for (const caseNumbers of patients) await live(caseNumbers);
    });
    // one that fails ends the others after the case that they are at
    await Promise.allSettled(lanes);
    await Promise.all(lanes);
    return { ...done, until };
  } finally {
    await ended();
    await context.close();
    await store.close();
  }
}

/** 2, 3, …; the two cases of one patient together, so that they are lived through in their order. */
function* casesByPatient(cases: number): Generator<number[]> {
  for (let first = 2; first <= cases; first++) {
    const both = isSecondReferral(first + 1) && first < cases;
    yield both ? [first, ++first] : [first];
  }
}

/** Throws Problem when the seed was begun with another day than is asked for now. */
async function lastDay(records: Records, { seed, until }: DemoOptions): Promise<CalendarDay> {
  const { events } = await records.case(caseIdFor(commandIdOf(seed, 1, 0)));
  const opening = events[0]?.data;
  const source = opening && 'source' in opening && typeof opening.source === 'object' ? opening.source.identifier : null;
  const begun = parseCalendarDay(source?.slice(-10));
  if (begun && until && begun !== until)
    throw new Problem(`Seed ${seed} was begun with ${begun} as its last day: use that day, or another seed.`);
  return begun ?? until ?? yesterday();
}

/** The latest day that is over: nothing may be recorded at an hour that is still to come. */
export const yesterday = (): CalendarDay => addDays(today(systemClock), -1);

/** How many events this store has appended from now on. */
function countAppends(store: EventStore): () => number {
  let count = 0;
  const append = store.append.bind(store);
  store.append = async (stream, expectedRevision, events) => {
    const appended = await append(stream, expectedRevision, events);
    count += events.length;
    return appended;
  };
  return () => count;
}

@Module({})
class DemoModule {
  static on(store: EventStore, time: SimulatedTime, { databaseUrl, lookupKey }: DemoOptions): DynamicModule {
    return {
      module: DemoModule,
      global: true,
      imports: [
        CqrsModule.forRoot(),
        TypeOrmModule.forRoot(readDatabase({ url: databaseUrl, entities: directoryEntities, connections: 3 })),
        CaseworkModule,
        DirectoryModule,
      ],
      providers: [
        LivedHistory,
        { provide: StreamRunner, useValue: new StreamRunner(store, time) },
        { provide: CLOCK, useValue: time },
        { provide: NUMBERS, useValue: time },
        { provide: IDENTITY_RULES, useValue: { lookupKey, testNumbersOnly: true } },
      ],
      exports: [StreamRunner, CLOCK, NUMBERS, IDENTITY_RULES],
    };
  }
}
