import { caseloadEntities, CaseloadModule } from '@guardian/caseload';
import { CLOCK, IDENTITY_RULES, type IdentityRules, NUMBERS, Records } from '@guardian/casework';
import { directoryEntities } from '@guardian/directory';
import { type EncryptingEventStore, PostgresSequence, StreamRunner } from '@guardian/event-store';
import { intakeEntities, IntakeJobs, IntakeModule } from '@guardian/intake';
import { type Clock, systemClock } from '@guardian/kernel';
import { PathwaysModule } from '@guardian/pathways';
import { ProjectionStatus, readDatabase } from '@guardian/projections';
import { type DynamicModule, Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Deadlines } from './deadlines';
import { Duplicates } from './duplicates';
import { ERASING, Erasures, type ErasingOptions } from './erasures';
import { LOG } from './log';
import { type SealOptions, Seals } from './seals';
import { DailyVerification } from './verification';

export interface JobsOptions {
  readonly databaseUrl: string;
  readonly readModels: ErasingOptions['readModels'];
  readonly identityRules: IdentityRules;
  readonly clock?: Clock;
  readonly checkpoints?: SealOptions['checkpoints'];
  /** Told of each try that failed, in words that quote no record. */
  readonly onFault: (job: string, error: unknown) => void;
}

const ON_FAULT = Symbol('told of faults');

/**
 * What the worker does by itself besides folding: it imports files that people began on the page, issues what falls due, looks for
 * duplicates, erases what two people decided, and seals, signs and compares the log.
 */
@Module({})
export class JobsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly imports: IntakeJobs,
    private readonly deadlines: Deadlines,
    private readonly duplicates: Duplicates,
    private readonly erasures: Erasures,
    private readonly seals: Seals,
    private readonly verification: DailyVerification,
    private readonly numbers: PostgresSequence,
    @Inject(ON_FAULT) private readonly onFault: JobsOptions['onFault'],
  ) {}

  static on(
    store: EncryptingEventStore,
    status: ProjectionStatus,
    { databaseUrl, readModels, identityRules, clock = systemClock, checkpoints, onFault }: JobsOptions,
  ): DynamicModule {
    const entities = [...directoryEntities, ...caseloadEntities, ...intakeEntities];
    return {
      module: JobsModule,
      global: true,
      imports: [
        CqrsModule.forRoot(),
        TypeOrmModule.forRoot(readDatabase({ url: databaseUrl, entities })),
        IntakeModule,
        CaseloadModule,
        PathwaysModule,
      ],
      providers: [
        Deadlines,
        Duplicates,
        Erasures,
        { provide: ERASING, useValue: { databaseUrl, readModels, folder: checkpoints?.folder } },
        { provide: Seals, useValue: new Seals({ databaseUrl, clock, checkpoints }) },
        { provide: DailyVerification, useValue: new DailyVerification({ databaseUrl, clock, checkpoints }) },
        { provide: LOG, useValue: store },
        { provide: ProjectionStatus, useValue: status },
        Records,
        { provide: PostgresSequence, useValue: new PostgresSequence({ connectionString: databaseUrl }) },
        { provide: StreamRunner, useValue: new StreamRunner(store, clock) },
        { provide: CLOCK, useValue: clock },
        { provide: NUMBERS, useExisting: PostgresSequence },
        { provide: IDENTITY_RULES, useValue: identityRules },
        { provide: ON_FAULT, useValue: onFault },
      ],
      exports: [StreamRunner, CLOCK, NUMBERS, IDENTITY_RULES, Deadlines, Duplicates, Erasures],
    };
  }

  onApplicationBootstrap(): void {
    this.imports.start((error) => this.onFault('imports', error));
    this.deadlines.start((error) => this.onFault('deadlines', error));
    this.duplicates.start((error) => this.onFault('duplicates', error));
    this.erasures.start((error) => this.onFault('erasures', error));
    this.seals.start((error) => this.onFault('seals', error));
    this.verification.start((error) => this.onFault('verification', error));
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(
      [this.imports, this.deadlines, this.duplicates, this.erasures, this.seals, this.verification].map((job) => job.stop()),
    );
    await this.numbers.close();
  }
}
