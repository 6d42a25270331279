-- Says which of many appends may be added, element n of every array belonging to append n, each of a stream of its own: those whose
-- stream still stands where its writer read it. Its caller adds their events by COPY in the same transaction, and commits at once: the
-- lock, which is the one that append_events takes, is held until then.
create function admit_appends(stream_ids uuid[], categories text[], expected int[]) returns setof uuid language plpgsql as $$
begin
  perform pg_advisory_xact_lock(4719350013);

  -- the same rule as in append_events
  return query
    select i.stream_id
    from unnest(stream_ids, categories, expected) i (stream_id, category, expected)
    where i.expected = coalesce((
      select case h.category when i.category then h.revision else -1 end
      from events h where h.stream_id = i.stream_id and h.revision between i.expected and i.expected + 1
      order by h.revision desc limit 1), 0);

  -- heard when the transaction commits
  perform pg_notify('guardian_events', '');
end
$$;

revoke all on function admit_appends(uuid[], text[], int[]) from public;
grant execute on function admit_appends(uuid[], text[], int[]) to guardian_app;
