import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When somebody looked for an NHS number that is not here, for as long as it counts. Not which number. */
export class SearchMiss1795000000048 implements MigrationInterface {
  readonly name = 'SearchMiss1795000000048';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table search_miss (user_id text not null, at timestamptz not null);
      create index search_miss_user on search_miss (user_id, at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table search_miss');
  }
}
