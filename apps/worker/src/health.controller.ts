import { isVerifiedInTime, lastVerification, sealsAreLate } from '@guardian/access';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ProjectionRunner, ProjectionStatus, type ReadModelStatus } from '@guardian/projections';
import type { FastifyReply } from 'fastify';

/** Where the seals are that have to be in time. */
export const DATABASE_URL = Symbol('address of the database');

@Controller()
export class HealthController {
  constructor(
    private readonly runner: ProjectionRunner,
    private readonly status: ProjectionStatus,
    @Inject(DATABASE_URL) private readonly databaseUrl: string,
  ) {}

  /**
   * 200 when this worker can do its part, 503 when a read model has stopped or the database does not answer. `attention` is true
   * when some case is out of date in some read model until a person acts or a retry succeeds, or when the log was not sealed for five
   * minutes: then `sealsLate` is true, and null when that cannot be found out; or when what is sealed was changed, or was not compared
   * for two days. `verified`: the last comparison, with what it found first; null before the first one.
   */
  @Get('health')
  async health(@Res({ passthrough: true }) reply: FastifyReply) {
    const here = this.runner.state();
    const everywhere = await this.everywhere();
    const ready = everywhere !== undefined && here.every(({ state }) => state !== 'stopped');
    const sealsLate = await sealsAreLate(this.databaseUrl, new Date()).catch(() => null);
    const last = await lastVerification(this.databaseUrl).catch(() => null);
    const isWhole = last === undefined || (last !== null && last.findings.length === 0 && isVerifiedInTime(last, new Date()));
    const attention = !ready || sealsLate !== false || !isWhole || everywhere.some(({ parked }) => parked > 0);
    void reply.status(ready ? 200 : 503).header('cache-control', 'no-store');
    return {
      ready,
      attention,
      sealsLate,
      verified: last ? { at: last.at, finding: last.findings[0] ?? null } : null,
      readModels: here.map((own) => {
        const { behindSeconds = null, parked = null } = everywhere?.find(({ name }) => name === own.name) ?? {};
        return { ...own, problem: own.problem ?? null, behindSeconds, parked };
      }),
    };
  }

  private async everywhere(): Promise<ReadModelStatus[] | undefined> {
    return this.status.all().catch(() => undefined);
  }
}
