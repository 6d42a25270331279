-- One data key per stream, wrapped by the master key (docs/adr/0024). In a schema of its own, so that a backup of the log leaves it out.
create schema guardian_keys;

create table guardian_keys.data_key (
  id uuid primary key,
  stream_id uuid not null,
  -- null: destroyed, and what it sealed cannot be read any more
  wrapped bytea,
  made_at timestamptz not null default now(),
  destroyed_at timestamptz,
  check ((wrapped is null) = (destroyed_at is not null))
);
create index data_key_of_stream on guardian_keys.data_key (stream_id);
-- two processes that begin one stream end with one key
create unique index data_key_in_use on guardian_keys.data_key (stream_id) where wrapped is not null;

create trigger data_key_stays_destroyed
  before update on guardian_keys.data_key
  for each row when (old.wrapped is null) execute function refuse_change();
alter table guardian_keys.data_key enable always trigger data_key_stays_destroyed;
create trigger data_key_row_stays
  before delete or truncate on guardian_keys.data_key
  for each statement execute function refuse_change();
alter table guardian_keys.data_key enable always trigger data_key_row_stays;

revoke all on schema guardian_keys from public;
revoke all on guardian_keys.data_key from public;
grant usage on schema guardian_keys to guardian_app;
grant select, insert on guardian_keys.data_key to guardian_app;
