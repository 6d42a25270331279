import { pcnQuietLimit, quietLimit } from '@guardian/casework/events';
import { Directory } from '@guardian/directory';
import { limitOn, PathwayDefinitions } from '@guardian/pathways';
import { Controller, Get, Param } from '@nestjs/common';
import { NotFound } from '../../http/input-errors';
import { May } from '../../http/signed-in';
import { Page } from '../../layout/page';
import { ListDesk } from '../caseload/list-desk';

/** What the service is set up with: the directory and the agreed pathways, to read. */
@Controller('admin')
@May('run-the-service')
export class AdminController {
  constructor(
    private readonly desk: ListDesk,
    private readonly directory: Directory,
    private readonly definitions: PathwayDefinitions,
  ) {}

  @Get()
  async admin(): Promise<Page> {
    const { today } = this.desk;
    const [places, pcns, practices, providers, pathways] = await Promise.all([
      this.directory.places(),
      this.directory.pcns(today),
      this.directory.practices(today),
      this.directory.providers(),
      this.definitions.all(today),
    ]);
    return new Page('pages/admin/admin.njk', {
      counts: [
        { text: 'Places', count: places.length },
        { text: 'PCNs', count: pcns.length },
        { text: 'Practices', count: practices.length },
        { text: 'Providers', count: providers.length },
        { text: 'Pathways', count: pathways.length },
      ],
    });
  }

  @Get('pathways')
  async pathways(): Promise<Page> {
    return new Page('pages/admin/pathways.njk', { pathways: await this.definitions.all(this.desk.today) });
  }

  @Get('pathways/:id/versions/:version')
  async pathway(@Param('id') id: string, @Param('version') version: string): Promise<Page> {
    if (!/^[1-9]\d{0,5}$/.test(version)) throw new NotFound();
    const pathway = await this.definitions.get(id, Number(version));
    return new Page('pages/admin/pathway.njk', {
      pathway,
      steps: Object.entries(pathway.steps).map(([step, limits]) => ({
        ...{ step, targetDays: limits.targetDays, quiet: quietLimit(limits) },
        pcn: pcnQuietLimit(limits, limitOn('pcnQuietTimes', this.desk.today).is),
      })),
    });
  }
}
