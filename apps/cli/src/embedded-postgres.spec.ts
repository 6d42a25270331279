import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { throwAwayServer } from '../../../test/support/database';
import { freePort, startPostgres } from './embedded-postgres';
import { findPrograms } from './postgres-programs';

async function ask<T>(url: string, sql: string): Promise<T[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows as T[];
  } finally {
    await client.end();
  }
}

jest.setTimeout(120_000);

describe('PostgreSQL from npm', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), `guardian-test-${process.pid}-`));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('starts on a port of its own, adopts what runs already, keeps port and data over a stop, and has the settings Guardian needs', async () => {
    const dataDir = path.join(folder, 'kept');
    const progress: string[] = [];
    const first = await startPostgres({ dataDir, onProgress: (line) => progress.push(line) });
    expect(progress).toEqual(['Preparing the database (first start only)']);
    await ask(first.url, 'create table kept as select 42 as answer');
    expect(
      await ask(
        first.url,
        `select name, setting from pg_settings where name in
         ('TimeZone', 'data_checksums', 'fsync', 'listen_addresses', 'password_encryption', 'unix_socket_directories') order by name`,
      ),
    ).toEqual([
      { name: 'TimeZone', setting: 'UTC' },
      { name: 'data_checksums', setting: 'on' },
      { name: 'fsync', setting: 'on' },
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'password_encryption', setting: 'scram-sha-256' },
      { name: 'unix_socket_directories', setting: '' },
    ]);
    expect(
      await ask(first.url, `select datcollate, pg_encoding_to_char(encoding) as encoding from pg_database where datname = 'guardian'`),
    ).toEqual([{ datcollate: 'C.UTF-8', encoding: 'UTF8' }]);
    expect(statSync(path.join(dataDir, 'password')).mode & 0o777).toBe(0o600);

    const adopted = await startPostgres({ dataDir });
    expect(adopted.pid).toBe(first.pid);

    await adopted.stop();
    const second = await startPostgres({ dataDir });
    expect({ port: second.port, url: second.url, another: second.pid !== first.pid }).toEqual({
      port: first.port,
      url: first.url,
      another: true,
    });
    expect(await ask(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await second.stop();
    await second.stop(); // nothing to stop is no error
  });

  it('refuses a wrong password', async () => {
    const url = new URL(process.env['GUARDIAN_TEST_DATABASE_URL'] ?? '');
    url.password = 'wrong';
    await expect(ask(url.href, 'select 1')).rejects.toThrow('password authentication failed');
  });

  it('keeps every committed row when the server is killed', async () => {
    const server = await throwAwayServer();
    await ask(server.url, 'create table kept (n int)');
    await ask(server.url, 'insert into kept values (1), (2)');
    await server.kill9();
    await expect(ask(server.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
    await server.restart();
    expect(await ask(server.url, 'select n from kept order by n')).toEqual([{ n: 1 }, { n: 2 }]);
    await server.remove();
  });

  it('begins a first start again that was interrupted', async () => {
    const dataDir = path.join(folder, 'interrupted');
    const first = await startPostgres({ dataDir, fast: true });
    await first.stop('immediate');
    rmSync(path.join(dataDir, 'initialised'));
    rmSync(path.join(dataDir, 'cluster', 'global'), { recursive: true });
    const again = await startPostgres({ dataDir, fast: true });
    expect(await ask(again.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await again.stop('immediate');
  });

  it('moves to another port when a program took the remembered one, and says so in one line when the port was asked for', async () => {
    const dataDir = path.join(folder, 'ports');
    const port = await freePort();
    const taken = createServer().listen(port, '127.0.0.1');
    await expect(startPostgres({ dataDir, port, fast: true })).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken by another program.`);

    writeFileSync(path.join(dataDir, 'port'), `${port}\n`);
    const moved = await startPostgres({ dataDir, fast: true });
    expect(moved.port).not.toBe(port);
    expect(readFileSync(path.join(dataDir, 'port'), 'utf8')).toBe(`${moved.port}\n`);
    await moved.stop('immediate');
    taken.close();
  });

  it('says in one line that the folder cannot be used', async () => {
    const file = path.join(folder, 'a-file');
    writeFileSync(file, '');
    await expect(startPostgres({ dataDir: path.join(file, 'data') })).rejects.toThrow(
      /^The folder .*a-file\/data cannot be made or read: .*$/,
    );
  });

  it('says what to set where npm has no PostgreSQL', () => {
    expect(() => findPrograms('sunos', 'sparc')).toThrow(
      'No PostgreSQL is installed for sunos sparc: set DATABASE_URL to a PostgreSQL 15 or later.',
    );
  });
});
