import fc from 'fast-check';
import type { Client } from 'pg';
import { type TestDatabase, testDatabase } from '../../../test/support/database';
import { connect } from './connections';
import { copyRows, copyText } from './copy-rows';

describe('a value in the text format of COPY', () => {
  it.each([
    ['null', null, false, '\\N'],
    ['nothing', undefined, true, '\\N'],
    ['text', 'Zoë said "no"', false, 'Zoë said "no"'],
    ['text that means something to COPY', 'a\\N\tb\r\nc', false, 'a\\\\N\\tb\\r\\nc'],
    ['a number', 42.5, false, '42.5'],
    ['a truth', false, false, 'false'],
    ['an instant', new Date('2026-03-29T00:59:59.123Z'), false, '2026-03-29T00:59:59.123Z'],
    ['an array', ['a,b', '"', '\\', null, 'NULL'], false, '{"a,b","\\\\"","\\\\\\\\",NULL,"NULL"}'],
    ['an empty array', [], false, '{}'],
    ['JSON', { a: ['x\ny', '\t'] }, true, '{"a":["x\\\\ny","\\\\t"]}'],
    ['JSON that is text', 'plain', true, '"plain"'],
  ])('%s', (_, value, isJson, text) => expect(copyText(value, isJson)).toBe(text));
});

describe('rows by COPY', () => {
  let database: TestDatabase;
  let client: Client;

  beforeAll(async () => {
    database = await testDatabase({ unmigrated: true });
    client = await connect(database.url, 'spec');
    await client.query('create table kept (n int, words text, list text[], document jsonb)');
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });
  beforeEach(() => client.query('truncate kept'));

  const word = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\u0000', ''));

  it('comes back as it was', () =>
    fc.assert(
      fc.asyncProperty(word, fc.array(fc.option(word)), fc.dictionary(word, word), async (words, list, document) => {
        await client.query('truncate kept');
        await copyRows(client, 'copy kept from stdin', [`1\t${copyText(words)}\t${copyText(list)}\t${copyText(document, true)}\n`]);
        expect((await client.query('select * from kept')).rows).toEqual([{ n: 1, words, list, document: { ...document } }]);
      }),
      { numRuns: 50 },
    ));

  it('takes none when the database refuses one, and the connection goes on', async () => {
    const lines = [...Array.from({ length: 20_000 }, (_, n) => `${n}\tsome words\t{}\tnull\n`), 'x\t\t{}\tnull\n'];
    await expect(copyRows(client, 'copy kept from stdin', lines)).rejects.toMatchObject({ code: '22P02' });
    expect((await client.query('select * from kept')).rows).toEqual([]);
  });
});
