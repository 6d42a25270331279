import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../../http/signed-in';
import { Page } from '../../layout/page';
import { SystemStatus } from './system-status';

/** What people know each read model as. */
const partWords: Readonly<Record<string, string>> = {
  'caseload-cases': 'My work, caseload and PCN pages',
  'caseload-patients': 'Patient details and search',
  'oversight-stays': 'Reports on where patients wait',
};

/** Pages that everybody may read, and the one address that other programs ask whether Guardian works. */
@Controller()
@Public()
export class StatusController {
  constructor(private readonly status: SystemStatus) {}

  /**
   * 200 when Guardian can answer, 503 when not. `changed`: something that was sealed is not as it was; null as long as nobody has looked.
   * Public, so it tells no counts, and not what was changed.
   */
  @Get('health')
  async health(@Res({ passthrough: true }) reply: FastifyReply) {
    const database = await this.status.databaseAnswers();
    const secondsBehind = database ? await this.status.secondsBehind() : undefined;
    const ready = database && secondsBehind !== undefined;
    void reply.status(ready ? 200 : 503).header('cache-control', 'no-store');
    const verified = database ? await this.status.verification() : undefined;
    return { ready, database, listsSecondsBehind: secondsBehind ?? null, changed: verified ? verified.findings.length > 0 : null };
  }

  @Get('status')
  async page(): Promise<Page> {
    const database = await this.status.databaseAnswers();
    const lists = database ? await this.status.lists() : [];
    const parts = lists.map(({ name, ...list }) => ({ ...list, name: partWords[name] ?? name }));
    const [sealsLate, verified] = database ? await Promise.all([this.status.sealsLate(), this.status.verification()]) : [];
    return new Page('pages/status/status.njk', { database, lists: parts, sealsLate, verified: verified ?? null });
  }

  @Get('help')
  help(): Page {
    return new Page('pages/status/help.njk');
  }

  @Get('accessibility')
  accessibility(): Page {
    return new Page('pages/status/accessibility.njk');
  }

  @Get('privacy')
  privacy(): Page {
    return new Page('pages/status/privacy.njk');
  }
}
