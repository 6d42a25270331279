import { roleMay, type SignedInUser } from '@guardian/access';
import { CountMessages, type MessageCounts } from '@guardian/caseload';
import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Remembered } from '../caseload/remembered';

/** How many messages wait, for the menu of every page: ten seconds old at most. */
@Injectable()
export class MessageCount {
  private readonly counts = new Remembered<MessageCounts>(10_000);

  constructor(private readonly queries: QueryBus) {}

  /** Undefined for those who see no patients, and when it cannot be counted: no page waits for its menu. */
  async of({ id, role, scope }: SignedInUser, anew: boolean): Promise<MessageCounts | undefined> {
    if (!roleMay(role, 'see-patients')) return undefined;
    const count = (): Promise<MessageCounts> => this.queries.execute(new CountMessages(scope));
    return (anew ? this.counts.again(id, count) : this.counts.get(id, count)).catch(() => undefined);
  }
}
