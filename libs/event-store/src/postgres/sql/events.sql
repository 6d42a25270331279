-- The log. It only grows. Order of position = order of commit, because append_events holds one lock until commit.
create table events (
  position bigint generated always as identity primary key,
  stream_id uuid not null,
  revision int not null check (revision > 0),
  category text not null,
  type text not null,
  -- json, not jsonb: cheaper in and out, and it keeps the exact bytes
  data json not null,
  metadata json not null,
  stored_at timestamptz not null default clock_timestamp(),
  -- the optimistic concurrency check, and the only other index that the log may carry
  unique (stream_id, revision)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the event log only grows: % is refused', tg_op using errcode = 'restrict_violation';
end
$$;

create trigger events_only_grow
  before update or delete or truncate on events
  for each statement execute function refuse_change();

-- also for sessions that play a replica, in which ordinary triggers sleep
alter table events enable always trigger events_only_grow;
