import { practicesIn, type Scope, scopeConcerns } from '@guardian/access';
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

  get now(): Date {
    return this.clock.now();
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
    return practicesIn(scope, await this.directory.practices(this.today));
  }

  /** PCNs that the scope covers, whether or not patients may be seen in it. */
  async pcnsOf(scope: Scope): Promise<PcnOnDay[]> {
    const pcns = await this.directory.pcns(this.today);
    return pcns.filter(({ code, place }) => scopeConcerns(scope, { placeCode: place.code, pcnCode: code, practiceCode: null }));
  }
}
