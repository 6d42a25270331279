import { lastVerification, sealsAreLate, type Verification, type WebSessions } from '@guardian/access';
import type { Clock } from '@guardian/kernel';
import type { ProjectionStatus, ReadModelStatus } from '@guardian/projections';

const REMEMBERED_MS = 5_000;

/** Whether Guardian can save, how old its lists are, and whether its log is sealed in time and as it was sealed. Answers from memory for up to 5 seconds. */
export class SystemStatus {
  private readonly knownLists = remembered(() => this.projections.all());
  private readonly knownSeals = remembered(() => sealsAreLate(this.databaseUrl, this.clock.now()).catch(() => undefined));
  private readonly knownVerification = remembered(() => lastVerification(this.databaseUrl).catch(() => undefined));

  constructor(
    private readonly sessions: WebSessions,
    private readonly projections: ProjectionStatus,
    private readonly databaseUrl: string,
    private readonly clock: Clock,
  ) {}

  async databaseAnswers(): Promise<boolean> {
    return this.sessions.ping().then(
      () => true,
      () => false,
    );
  }

  lists(): Promise<readonly ReadModelStatus[]> {
    return this.knownLists();
  }

  /** Undefined when that cannot be found out. */
  sealsLate(): Promise<boolean | undefined> {
    return this.knownSeals();
  }

  /** When what is sealed was last compared, and what was found; undefined when it never was, or when that cannot be found out. */
  verification(): Promise<Verification | undefined> {
    return this.knownVerification();
  }

  /** Of the list that is furthest behind; undefined when that cannot be found out. */
  async secondsBehind(): Promise<number | undefined> {
    try {
      return Math.max(0, ...(await this.lists()).map((list) => list.behindSeconds));
    } catch {
      return undefined;
    }
  }
}

/** Asks again when the answer is older than it may be. */
function remembered<T>(ask: () => Promise<T>): () => Promise<T> {
  let known: { at: number; answer: Promise<T> } | undefined;
  return () => {
    if (!known || Date.now() - known.at > REMEMBERED_MS) known = { at: Date.now(), answer: ask() };
    return known.answer;
  };
}
