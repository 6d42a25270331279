import { withClient } from './server';

const copyOf = (uuid: string): string => `md5(${uuid} || '-' || n)::uuid`;

/**
 * Makes a log long at the speed of SQL: copies `from` to `to` of each case and patient that it held at the first call, in their order,
 * all copies of an event together, so that neighbours in the log are of different streams. A copied case is of the copied patient.
 * How many events were added.
 */
export function copyStreams(url: string, from: number, to: number): Promise<number> {
  return withClient(url, async (client) => {
    await client.query(`create table if not exists first_events as select * from events where category in ('case', 'patient')`);
    const { rowCount } = await client.query(
      `insert into events (stream_id, revision, category, type, data, metadata)
        select ${copyOf('stream_id::text')}, revision, category, type, case when type in ('ReferralReceived', 'CaseTakenOn')
          then replace(replace(data::text, data ->> 'patientId', ${copyOf(`(data ->> 'patientId')`)}::text),
            data ->> 'reference', (data ->> 'reference') || '-' || n)::json
          else data end, metadata
        from first_events cross join generate_series($1::int, $2::int) n order by position, n`,
      [from, to],
    );
    return rowCount ?? 0;
  });
}
