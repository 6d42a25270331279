import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { IdentityRules } from '@guardian/casework';
import type { LogAddress } from '@guardian/event-store';
import type { Clock } from '@guardian/kernel';
import type { AnyReadModel } from '@guardian/projections';
import { type Level, pino } from 'pino';
import { WorkerModule } from './worker.module';

export interface WorkerAppOptions extends LogAddress {
  /** Without them the worker folds the read models and does no job of its own. */
  readonly identityRules?: IdentityRules;
  /** Folder of the signed checkpoints and file of their key. Without them none is written. */
  readonly checkpoints?: { readonly folder: string; readonly keyFile: string };
  /** Default: the computer's. */
  readonly clock?: Clock;
  readonly logLevel: Level | 'silent';
  readonly readModels?: readonly AnyReadModel[];
}

/** The worker, ready to listen. HTTP is for health alone. */
export async function createWorkerApp({
  logLevel,
  identityRules,
  clock,
  checkpoints,
  ...options
}: WorkerAppOptions): Promise<NestFastifyApplication> {
  const log = pino({ level: logLevel, name: 'worker' });
  const onProblem = (readModel: string, problem: string) => log.error({ readModel, problem }, 'a read model does not go on');
  const onFault = (job: string, error: unknown) =>
    log.error({ job, fault: error instanceof Error ? error.name : 'unknown' }, 'a job failed; it is tried again');
  const app = await NestFactory.create<NestFastifyApplication>(
    WorkerModule.forRoot({
      ...options,
      onProblem,
      ...(identityRules ? { jobs: { identityRules, onFault, ...(clock && { clock }), ...(checkpoints && { checkpoints }) } } : {}),
    }),
    new FastifyAdapter({ loggerInstance: log, forceCloseConnections: true }),
    { logger: ['error', 'warn'], abortOnError: false },
  );
  return app.enableShutdownHooks(['SIGTERM', 'SIGINT']);
}
