import type { SignedInUser } from '@guardian/access';
import { SearchCases, type SearchView } from '@guardian/caseload';
import { CLOCK } from '@guardian/casework';
import { type Clock, DomainError, parseNhsNumber } from '@guardian/kernel';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';

/** NHS numbers that led to nobody, for one person, before the search by number stops for them. */
const MOST_MISSES = 20;
const WITHIN_MS = 10 * 60_000;

/** Whoever tries one number after the other learns nothing more for a while, not even whether this one is here. */
export class TooManyMisses extends DomainError {
  constructor() {
    super(
      'TooManyMisses',
      'You have searched for many NHS numbers that are not here. Wait ten minutes, or search by name or case reference.',
    );
  }
}

/** The search for cases, for people and programs: who searches, may not try out NHS numbers. Counted in this process alone. */
@Injectable()
export class PatientSearch {
  private readonly log = new Logger('Security');
  private readonly misses = new Map<string, number[]>();

  constructor(
    private readonly queries: QueryBus,
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
    const now = this.clock.now().getTime();
    const recent = (this.misses.get(id) ?? []).filter((at) => at > now - WITHIN_MS);
    if (recent.length >= MOST_MISSES) {
      this.log.warn(`${id} tries NHS numbers: ${recent.length} in ten minutes led to nobody`);
      throw new TooManyMisses();
    }
    if (!isThere(found)) recent.push(now);
    this.misses.set(id, recent);
    return found;
  }
}
