import 'reflect-metadata';
import { caseloadEntities } from '@guardian/caseload';
import { CLOCK, IDENTITY_RULES, NUMBERS } from '@guardian/casework';
import { directoryEntities } from '@guardian/directory';
import { type EventStore, type LogAddress, openEventStore, PostgresSequence, StreamRunner } from '@guardian/event-store';
import { intakeEntities, IntakeModule } from '@guardian/intake';
import { systemClock } from '@guardian/kernel';
import { readDatabase } from '@guardian/projections';
import { type DynamicModule, type INestApplicationContext, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { TypeOrmModule } from '@nestjs/typeorm';

export interface IntakeOptions extends LogAddress {
  /** Key of the hash by which an NHS number leads to its patient: that of the service. */
  readonly lookupKey: string;
  readonly testNumbersOnly: boolean;
}

/** Composition root of `guardian import`. `close` it. */
export function intakeContext(options: IntakeOptions): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(IntakeComposition.on(options), { logger: ['error'], abortOnError: false });
}

const STORE = Symbol('event store');

@Module({})
class IntakeComposition implements OnApplicationShutdown {
  constructor(
    @Inject(STORE) private readonly store: EventStore,
    private readonly sequence: PostgresSequence,
  ) {}

  static on({ lookupKey, testNumbersOnly, ...log }: IntakeOptions): DynamicModule {
    const { databaseUrl } = log;
    const store = openEventStore(log);
    const entities = [...directoryEntities, ...caseloadEntities, ...intakeEntities];
    return {
      module: IntakeComposition,
      global: true,
      imports: [CqrsModule.forRoot(), TypeOrmModule.forRoot(readDatabase({ url: databaseUrl, entities })), IntakeModule],
      providers: [
        { provide: STORE, useValue: store },
        { provide: PostgresSequence, useValue: new PostgresSequence({ connectionString: databaseUrl }) },
        { provide: StreamRunner, useValue: new StreamRunner(store, systemClock) },
        { provide: CLOCK, useValue: systemClock },
        { provide: NUMBERS, useExisting: PostgresSequence },
        { provide: IDENTITY_RULES, useValue: { lookupKey, testNumbersOnly } },
      ],
      exports: [StreamRunner, CLOCK, NUMBERS, IDENTITY_RULES],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.store.close(), this.sequence.close()]);
  }
}
