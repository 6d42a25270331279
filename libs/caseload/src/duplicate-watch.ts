import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Up to where in the log the cases were looked at for duplicates. Whoever looks again from an older place finds the same once more. */
@Injectable()
export class DuplicateWatch {
  constructor(private readonly database: DataSource) {}

  /** Undefined: nobody has looked yet. */
  async position(): Promise<string | undefined> {
    const [mark] = await this.database.query<{ position: string }[]>('select position from caseload_duplicate_watch');
    return mark?.position;
  }

  async moveTo(position: string): Promise<void> {
    await this.database.query(
      `insert into caseload_duplicate_watch (position) values ($1) on conflict (one) do update set position = excluded.position`,
      [position],
    );
  }
}
