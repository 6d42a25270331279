-- The log anew as a table in partitions by stream, in place of the plain one, which is empty. Whatever this does not name is as it was.
alter table events rename to plain_events;
create table events (like plain_events including defaults including constraints including storage including comments)
  partition by hash (stream_id);
drop table plain_events;

alter table events
  alter position add generated always as identity,
  -- A key names the column of the partitions too. Positions come from one sequence, and are read in order out of the indexes of all
  -- partitions at once.
  add primary key (position, stream_id),
  -- all events of a stream are in one partition, so this holds for the whole log
  add unique (stream_id, revision);

create trigger events_only_grow
  before update or delete or truncate on events
  for each statement execute function refuse_change();
alter table events enable always trigger events_only_grow;

-- as in grants.sql
revoke all on events from public, guardian_app;
grant select, insert on events to guardian_app;
