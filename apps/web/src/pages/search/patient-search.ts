import { SearchMisses, type SignedInUser } from '@guardian/access';
import { SearchCases, type SearchView } from '@guardian/caseload';
import { CLOCK } from '@guardian/casework';
import { type Clock, DomainError, parseNhsNumber } from '@guardian/kernel';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';

/** Whoever tries one number after the other learns nothing more for a while, not even whether this one is here. */
export class TooManyMisses extends DomainError {
  constructor() {
    super(
      'TooManyMisses',
      'You have searched for many NHS numbers that are not here. Wait ten minutes, or search by name or case reference.',
    );
  }
}

/** The search for cases, for people and programs: who searches, may not try out NHS numbers. */
@Injectable()
export class PatientSearch {
  private readonly log = new Logger('Security');

  constructor(
    private readonly queries: QueryBus,
    private readonly misses: SearchMisses,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws TooManyMisses, and NotAllowed for a scope that may not read patients. */
  async find(user: SignedInUser, text: string): Promise<SearchView> {
    const search = (): Promise<SearchView> => this.queries.execute(new SearchCases(user.scope, text));
    return parseNhsNumber(text.normalize('NFC').trim()).ok ? this.counted(user, search, ({ cases }) => cases.length > 0) : search();
  }

  /** Looks for somebody by NHS number. Throws TooManyMisses, whether this one is here or not. */
  async counted<Found>({ id }: SignedInUser, look: () => Promise<Found>, isThere: (found: Found) => boolean = Boolean): Promise<Found> {
    const found = await look();
    if (!(await this.misses.mayGoOn(id, this.clock.now(), !isThere(found)))) {
      this.log.warn(`${id} tries NHS numbers: too many in ten minutes led to nobody`);
      throw new TooManyMisses();
    }
    return found;
  }
}
