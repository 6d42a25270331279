import type { WebSessions } from '@guardian/access';
import type { ProjectionStatus, ReadModelStatus } from '@guardian/projections';

const REMEMBERED_MS = 5_000;

/** Whether Guardian can save, and how old its lists are. Answers from memory for up to 5 seconds. */
export class SystemStatus {
  private known: { at: number; answer: Promise<readonly ReadModelStatus[]> } | undefined;

  constructor(
    private readonly sessions: WebSessions,
    private readonly projections: ProjectionStatus,
  ) {}

  async databaseAnswers(): Promise<boolean> {
    return this.sessions.ping().then(
      () => true,
      () => false,
    );
  }

  lists(): Promise<readonly ReadModelStatus[]> {
    if (!this.known || Date.now() - this.known.at > REMEMBERED_MS) this.known = { at: Date.now(), answer: this.projections.all() };
    return this.known.answer;
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
