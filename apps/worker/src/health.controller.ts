import { Controller, Get, Res } from '@nestjs/common';
import { ProjectionRunner, ProjectionStatus, type ReadModelStatus } from '@guardian/projections';
import type { FastifyReply } from 'fastify';

@Controller()
export class HealthController {
  constructor(
    private readonly runner: ProjectionRunner,
    private readonly status: ProjectionStatus,
  ) {}

  /**
   * 200 when this worker can do its part, 503 when a read model has stopped or the database does not answer. `attention` is true
   * when some case is out of date in some read model until a person acts or a retry succeeds.
   */
  @Get('health')
  async health(@Res({ passthrough: true }) reply: FastifyReply) {
    const here = this.runner.state();
    const everywhere = await this.everywhere();
    const ready = everywhere !== undefined && here.every(({ state }) => state !== 'stopped');
    const attention = !ready || everywhere.some(({ parked }) => parked > 0);
    void reply.status(ready ? 200 : 503).header('cache-control', 'no-store');
    return {
      ready,
      attention,
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
