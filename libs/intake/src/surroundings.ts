import { Directory, type PracticeOnDay } from '@guardian/directory';
import { type CalendarDay, type Clock, today } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import { CLOCK, IDENTITY_RULES, type IdentityRules } from '@guardian/casework';
import { Inject, Injectable } from '@nestjs/common';
import type { Surroundings } from './check-row';

/** Gathers what the rows of one file are checked against. */
@Injectable()
export class RowSurroundings {
  constructor(
    private readonly directory: Directory,
    private readonly definitions: PathwayDefinitions,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDENTITY_RULES) private readonly identityRules: IdentityRules,
  ) {}

  async now(): Promise<Surroundings> {
    const onDay = today(this.clock);
    const known = new Map<string, Promise<PracticeOnDay | undefined>>(); // the rows of a file come from few practices
    const practice = (code: string, day: CalendarDay) => {
      const key = `${code} ${day}`;
      const found = known.get(key) ?? this.directory.practice(code, day);
      known.set(key, found);
      return found;
    };
    return {
      today: onDay,
      testNumbersOnly: this.identityRules.testNumbersOnly,
      pathways: await this.definitions.all(onDay),
      providers: await this.directory.providers(),
      practice,
    };
  }
}
