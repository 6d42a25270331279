import type { SignedInUser } from '@guardian/access';
import { Worklist } from '@guardian/caseload';
import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ListDesk } from '../caseload/list-desk';
import { Remembered } from '../caseload/remembered';

/** How many cases a coordinator has to do, for the navigation of every page: ten seconds old at most. */
@Injectable()
export class WorkCount {
  private readonly counts = new Remembered<number>(10_000);

  constructor(
    private readonly queries: QueryBus,
    private readonly desk: ListDesk,
  ) {}

  /** Undefined for those who have no cases of their own, and when it cannot be counted: no page waits for its menu. */
  async of(user: SignedInUser, afterSaving: boolean): Promise<number | undefined> {
    if (user.role !== 'coordinator') return undefined;
    const count = async (): Promise<number> =>
      (await this.queries.execute(new Worklist(user.scope, { coordinatorId: user.id }, this.desk.today, 1, 0))).total;
    const counted = afterSaving ? this.counts.again(this.key(user), count) : this.counts.get(this.key(user), count);
    return counted.catch(() => undefined);
  }

  /** What the worklist has just counted, so that the menu says the same. */
  tell(user: SignedInUser, count: number): void {
    void this.counts.again(this.key(user), () => Promise.resolve(count));
  }

  private key({ id }: SignedInUser): string {
    return `${this.desk.today} ${id}`;
  }
}
