import { type Scope, scopeCovers } from '@guardian/access';
import { CLOCK } from '@guardian/casework';
import { Directory, type PcnOnDay, type PracticeOnDay } from '@guardian/directory';
import { type CalendarDay, type Clock, today } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import { Inject, Injectable } from '@nestjs/common';
import type { Choice } from '../../layout/choices';
import { SystemStatus } from '../status/system-status';

/** What every list and report needs besides its rows: the day, the age of the data, and what codes are called. */
@Injectable()
export class ListDesk {
  constructor(
    private readonly status: SystemStatus,
    private readonly directory: Directory,
    private readonly definitions: PathwayDefinitions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  get today(): CalendarDay {
    return today(this.clock);
  }

  /** The instant up to which the lists know everything. */
  async asOf(): Promise<Date> {
    return new Date(this.clock.now().getTime() - 1_000 * ((await this.status.secondsBehind()) ?? 0));
  }

  /** Pathways that cases start on today, by name. */
  async pathways(): Promise<readonly Choice[]> {
    return (await this.definitions.all(this.today)).map(({ id, name }) => ({ value: id, text: name }));
  }

  async practicesOf(scope: Scope): Promise<PracticeOnDay[]> {
    const practices = await this.directory.practices(this.today);
    return practices.filter(({ code, pcn, place }) =>
      scopeCovers(scope, { placeCode: place.code, pcnCode: pcn?.code ?? null, practiceCode: code }),
    );
  }

  /** PCNs that the scope covers, whether or not patients may be seen in it. */
  async pcnsOf(scope: Scope): Promise<PcnOnDay[]> {
    const pcns = await this.directory.pcns(this.today);
    const counts = { ...scope, mayReadPatients: true };
    return pcns.filter(({ code, place }) => scopeCovers(counts, { placeCode: place.code, pcnCode: code, practiceCode: null }));
  }
}
