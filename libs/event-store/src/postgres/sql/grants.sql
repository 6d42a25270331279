-- The store works as guardian_app, which may add events and read them, and nothing else. Roles belong to the whole server, so it may
-- be there already; a database administrator can also make it beforehand and grant it to the user that Guardian signs in as.
do $$
begin
  if not exists (select from pg_roles where rolname = 'guardian_app') then
    create role guardian_app nologin;
  end if;
exception
  when duplicate_object or unique_violation then null; -- made at the same moment for another database
end
$$;

do $$
begin
  if not pg_has_role(current_user, 'guardian_app', 'set') then
    execute format('grant guardian_app to %I', current_user);
  end if;
exception
  when invalid_parameter_value then -- PostgreSQL 15 knows no 'set' privilege
    execute format('grant guardian_app to %I', current_user);
end
$$;

revoke all on events, numbers from public, guardian_app;
grant select, insert on events to guardian_app;
grant select, insert, update on numbers to guardian_app;
revoke all on function append_events(uuid[], text[], int[], int[], text[], json[], json[]) from public;
grant execute on function append_events(uuid[], text[], int[], int[], text[], json[], json[]) to guardian_app;
