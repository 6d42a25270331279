import { type DynamicModule, Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { AccountRegister, Accounts, BreakGlass, BulkExports, ReadAudit, SearchMisses, WebSessions } from '@guardian/access';
import { type EventStore, openEventStore, PostgresSequence, StreamRunner } from '@guardian/event-store';
import { type Clock, systemClock } from '@guardian/kernel';
import { ProjectionStatus, readDatabase, refuseSwitchedStore } from '@guardian/projections';
import { CqrsModule } from '@nestjs/cqrs';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import { directoryEntities, DirectoryModule } from '@guardian/directory';
import { apiControllers, apiProviders } from './api/api';
import { OpenApi } from './api/open-api.controller';
import { ErrorsFilter } from './http/errors.filter';
import { SignedInGuard } from './http/signed-in';
import { StrictInputPipe } from './http/strict-input.pipe';
import { Pages } from './layout/pages';
import { Renderer } from './layout/renderer';
import { stylesheetAddress } from './layout/stylesheet';
import { DemoPeopleController } from './pages/sign-in/demonstration/demo-people.controller';
import { DemoProvider } from './pages/sign-in/demonstration/demo-provider';
import { Programs } from './pages/sign-in/programs';
import { SignIn } from './pages/sign-in/sign-in';
import { SignInController } from './pages/sign-in/sign-in.controller';
import { Site } from './pages/sign-in/site';
import { StatusController } from './pages/status/status.controller';
import { SystemStatus } from './pages/status/system-status';
import { pageControllers, pageProviders } from './pages/pages';
import { CaseworkModule, CLOCK, IDENTITY_RULES, type IdentityRules, NUMBERS } from '@guardian/casework';
import { caseloadEntities, CaseloadModule, caseloadReadModels } from '@guardian/caseload';
import { intakeEntities, IntakeModule } from '@guardian/intake';
import { oversightEntities, OversightModule, oversightReadModels } from '@guardian/oversight';
import { WEB_OPTIONS, type WebOptions } from './web-options';

/** Tables that pages read through TypeORM. */
const entities = [...directoryEntities, ...caseloadEntities, ...oversightEntities, ...intakeEntities];

/** The read models whose age every page tells. */
const readModels = [...caseloadReadModels, ...oversightReadModels];

const STORE = Symbol('event store');

/** The composition root: the one place where adapters are chosen. */
@Module({})
export class WebModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly sessions: WebSessions,
    @Inject(STORE) private readonly store: EventStore,
    private readonly projections: ProjectionStatus,
    private readonly numbers: PostgresSequence,
    private readonly audit: ReadAudit,
    private readonly accounts: Accounts,
    @Inject(WEB_OPTIONS) private readonly options: WebOptions,
  ) {}

  static forRoot(options: WebOptions, sessions: WebSessions, modules: readonly (new () => object)[]): DynamicModule {
    const clock: Clock = options.clock ?? systemClock;
    const store = openEventStore(options);
    const projections = new ProjectionStatus({ url: options.databaseUrl, store, readModels });
    const numbers = new PostgresSequence({ connectionString: options.databaseUrl });
    const identityRules: IdentityRules = { lookupKey: options.lookupKey, testNumbersOnly: options.demo };
    const renderer = new Renderer(options.templates, { stylesheet: stylesheetAddress(options) });
    renderer.warm();
    return {
      module: WebModule,
      global: true,
      imports: [
        CqrsModule.forRoot(),
        TypeOrmModule.forRoot(readDatabase({ url: options.databaseUrl, entities })),
        CaseworkModule,
        CaseloadModule,
        OversightModule,
        DirectoryModule,
        IntakeModule,
        ...modules,
      ],
      controllers: [
        SignInController,
        ...(options.demo ? [DemoPeopleController] : []),
        StatusController,
        ...apiControllers,
        ...pageControllers,
      ],
      providers: [
        { provide: WEB_OPTIONS, useValue: options },
        { provide: CLOCK, useValue: clock },
        { provide: STORE, useValue: store },
        { provide: StreamRunner, useValue: new StreamRunner(store, clock) },
        { provide: PostgresSequence, useValue: numbers },
        { provide: NUMBERS, useValue: numbers },
        { provide: IDENTITY_RULES, useValue: identityRules },
        { provide: WebSessions, useValue: sessions },
        {
          provide: Accounts,
          useFactory: (database: ConstructorParameters<typeof Accounts>[0]) => new Accounts(database, options.demo),
          inject: [getDataSourceToken()],
        },
        {
          provide: AccountRegister,
          useFactory: (database: ConstructorParameters<typeof AccountRegister>[0]) => new AccountRegister(database, options.demo),
          inject: [getDataSourceToken()],
        },
        {
          provide: BreakGlass,
          useFactory: (database: ConstructorParameters<typeof BreakGlass>[0]) => new BreakGlass(database),
          inject: [getDataSourceToken()],
        },
        {
          provide: BulkExports,
          useFactory: (database: ConstructorParameters<typeof BulkExports>[0]) => new BulkExports(database),
          inject: [getDataSourceToken()],
        },
        {
          provide: SearchMisses,
          useFactory: (database: ConstructorParameters<typeof SearchMisses>[0]) => new SearchMisses(database),
          inject: [getDataSourceToken()],
        },
        { provide: ReadAudit, useValue: new ReadAudit(options.databaseUrl) },
        { provide: ProjectionStatus, useValue: projections },
        { provide: Renderer, useValue: renderer },
        { provide: SystemStatus, useValue: new SystemStatus(sessions, projections, options.databaseUrl, clock) },
        Site,
        SignIn,
        Programs,
        DemoProvider,
        Pages,
        OpenApi,
        ...pageProviders,
        ...apiProviders,
        { provide: APP_GUARD, useClass: SignedInGuard },
        { provide: APP_PIPE, useClass: StrictInputPipe },
        { provide: APP_FILTER, useClass: ErrorsFilter },
      ],
      exports: [WEB_OPTIONS, CLOCK, NUMBERS, IDENTITY_RULES, StreamRunner, ProjectionStatus, SystemStatus],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    await refuseSwitchedStore(this.options.databaseUrl, this.store);
    if (this.options.demo) await this.accounts.keepDemoUsers();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.store.close(), this.projections.close(), this.sessions.close(), this.numbers.close(), this.audit.close()]);
  }
}
