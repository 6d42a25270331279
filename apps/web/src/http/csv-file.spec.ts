import type { FastifyReply } from 'fastify';
import { csvFile } from './csv-file';

it('is a file that a spreadsheet reads and never runs: text cannot be a formula, and numbers stay numbers', () => {
  const headers: Record<string, string> = {};
  const reply = {
    type: (value: string) => ((headers['content-type'] = value), reply),
    header: (name: string, value: string) => ((headers[name] = value), reply),
  } as unknown as FastifyReply;
  const file = csvFile(reply, 'waits-2026-08-20', [
    ['Step', 'Net'],
    ['=HYPERLINK("https://example.org")', -0.4],
    ['+1', '-1'],
    ['@x', 'a "b", c'],
  ]);
  expect(file).toBe('\uFEFF"Step","Net"\r\n"\'=HYPERLINK(""https://example.org"")",-0.4\r\n"\'+1","\'-1"\r\n"\'@x","a ""b"", c"\r\n');
  expect(headers).toEqual({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="waits-2026-08-20.csv"',
    'cache-control': 'no-store',
  });
});
