import { caseloadReadModels } from '@guardian/caseload';
import { oversightReadModels } from '@guardian/oversight';
import { type DynamicModule, Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type EventStore, type LogAddress, openEventStore } from '@guardian/event-store';
import { type AnyReadModel, ProjectionRunner, ProjectionStatus, refuseSwitchedStore } from '@guardian/projections';
import { DATABASE_URL, HealthController } from './health.controller';
import { JobsModule, type JobsOptions } from './jobs.module';

export interface WorkerOptions extends LogAddress {
  /** Without it the worker only folds. */
  readonly jobs?: Omit<JobsOptions, 'databaseUrl' | 'readModels'>;
  /** Told of every fault of a read model, in words that quote no record. */
  readonly onProblem: (readModel: string, problem: string) => void;
  /** Default: all of Guardian's. */
  readonly readModels?: readonly AnyReadModel[];
}

const READ_MODELS: readonly AnyReadModel[] = [...caseloadReadModels, ...oversightReadModels];

const STORE = Symbol('event store');

/** Composition root of the worker: from the moment it is up it folds the log into the read models, until it is asked to stop. */
@Module({})
export class WorkerModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly runner: ProjectionRunner,
    private readonly status: ProjectionStatus,
    @Inject(STORE) private readonly store: EventStore,
    @Inject(DATABASE_URL) private readonly url: string,
  ) {}

  static forRoot({ onProblem, jobs, readModels = READ_MODELS, ...log }: WorkerOptions): DynamicModule {
    const { databaseUrl: url } = log;
    const store = openEventStore(log);
    const status = new ProjectionStatus({ url, store, readModels });
    return {
      module: WorkerModule,
      imports: jobs ? [JobsModule.on(store, status, { databaseUrl: url, readModels, ...jobs })] : [],
      controllers: [HealthController],
      providers: [
        { provide: STORE, useValue: store },
        { provide: DATABASE_URL, useValue: url },
        { provide: ProjectionRunner, useValue: new ProjectionRunner({ url, store, readModels, onProblem }) },
        { provide: ProjectionStatus, useValue: status },
      ],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    await refuseSwitchedStore(this.url, this.store);
    this.runner.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.runner.stop();
    await this.status.close();
    await this.store.close();
  }
}
