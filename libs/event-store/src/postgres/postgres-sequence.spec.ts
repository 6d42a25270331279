import { testDatabase, type TestDatabase } from '../../../../test/support/database';
import { PostgresSequence } from './postgres-sequence';

describe('PostgresSequence', () => {
  let database: TestDatabase;
  let sequences: [PostgresSequence, PostgresSequence];

  beforeAll(async () => {
    database = await testDatabase();
    sequences = [new PostgresSequence({ connectionString: database.url }), new PostgresSequence({ connectionString: database.url })];
  });

  afterAll(async () => {
    await Promise.all(sequences.map((sequence) => sequence.close()));
    await database.drop();
  });

  it('counts each name from 1', async () => {
    const [sequence] = sequences;
    expect([await sequence.next('case'), await sequence.next('case'), await sequence.next('letter')]).toEqual([1, 2, 1]);
  });

  it('gives no number twice to processes that ask at the same time', async () => {
    const [one, two] = sequences;
    const numbers = await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? one : two).next('enquiry')));
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  });
});
