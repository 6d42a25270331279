import { type DynamicModule, Module, type OnApplicationShutdown } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { WebSessions } from '@guardian/access';
import { PostgresEventStore, StreamRunner } from '@guardian/event-store';
import { type Clock, systemClock } from '@guardian/kernel';
import { ProjectionStatus, readDatabase, type ReadModel } from '@guardian/projections';
import { CqrsModule } from '@nestjs/cqrs';
import { TypeOrmModule } from '@nestjs/typeorm';
import { directoryEntities } from '@guardian/directory';
import { OpenApi, OpenApiController } from './api/open-api.controller';
import { ErrorsFilter } from './http/errors.filter';
import { SignedInGuard } from './http/signed-in';
import { StrictInputPipe } from './http/strict-input.pipe';
import { PageInterceptor } from './layout/page.interceptor';
import { Pages } from './layout/pages';
import { Renderer } from './layout/renderer';
import { stylesheetAddress } from './layout/stylesheet';
import { SignInController } from './pages/sign-in/sign-in.controller';
import { StatusController } from './pages/status/status.controller';
import { SystemStatus } from './pages/status/system-status';
import { CLOCK } from '@guardian/casework';
import { WEB_OPTIONS, type WebOptions } from './web-options';

/** Tables that pages read through TypeORM. */
const entities = [...directoryEntities];

/** The read models whose age every page tells. */
const readModels: readonly ReadModel[] = [];

/** The composition root: the one place where adapters are chosen. */
@Module({})
export class WebModule implements OnApplicationShutdown {
  constructor(
    private readonly sessions: WebSessions,
    private readonly store: PostgresEventStore,
    private readonly projections: ProjectionStatus,
  ) {}

  static forRoot(options: WebOptions, sessions: WebSessions, modules: readonly (new () => object)[]): DynamicModule {
    const clock: Clock = options.clock ?? systemClock;
    const store = new PostgresEventStore({ connectionString: options.databaseUrl });
    const projections = new ProjectionStatus({ url: options.databaseUrl, store, readModels, clock });
    const renderer = new Renderer(options.templates, { stylesheet: stylesheetAddress(options) });
    renderer.warm();
    return {
      module: WebModule,
      global: true,
      imports: [CqrsModule.forRoot(), TypeOrmModule.forRoot(readDatabase({ url: options.databaseUrl, entities })), ...modules],
      controllers: [SignInController, StatusController, OpenApiController],
      providers: [
        { provide: WEB_OPTIONS, useValue: options },
        { provide: CLOCK, useValue: clock },
        { provide: PostgresEventStore, useValue: store },
        { provide: StreamRunner, useValue: new StreamRunner(store, clock) },
        { provide: WebSessions, useValue: sessions },
        { provide: ProjectionStatus, useValue: projections },
        { provide: Renderer, useValue: renderer },
        { provide: SystemStatus, useValue: new SystemStatus(sessions, projections) },
        Pages,
        OpenApi,
        { provide: APP_GUARD, useClass: SignedInGuard },
        { provide: APP_PIPE, useClass: StrictInputPipe },
        { provide: APP_INTERCEPTOR, useClass: PageInterceptor },
        { provide: APP_FILTER, useClass: ErrorsFilter },
      ],
      exports: [WEB_OPTIONS, CLOCK, StreamRunner, ProjectionStatus, SystemStatus],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.store.close(), this.projections.close(), this.sessions.close()]);
  }
}
