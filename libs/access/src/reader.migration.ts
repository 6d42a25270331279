import type { MigrationInterface, QueryRunner } from 'typeorm';
import { READER } from './wall';

/** The role that reads patients for people. Roles belong to the whole server, so it may be there already, made by whoever administers it. */
export class Reader1795000000035 implements MigrationInterface {
  readonly name = 'Reader1795000000035';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      do $$
      begin
        if not exists (select from pg_roles where rolname = '${READER}') then
          create role ${READER} nologin;
        end if;
      exception
        when duplicate_object or unique_violation then null; -- made at the same moment for another database
      end
      $$;
      do $$
      begin
        if not pg_has_role(current_user, '${READER}', 'set') then
          execute format('grant ${READER} to %I', current_user);
        end if;
      exception
        when invalid_parameter_value then -- PostgreSQL 15 knows no 'set' privilege
          execute format('grant ${READER} to %I', current_user);
      end
      $$;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop owned by ${READER}`); // the role may be in use by another database
  }
}
