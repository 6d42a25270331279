import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadConfig } from '@guardian/config';
import { readCompose, ROOT, type Service } from './compose';

const { services, networks, volumes } = readCompose();
const all = Object.entries(services);
const NODES = ['eventstore1', 'eventstore2', 'eventstore3'];
const JOBS = ['certificates', 'prepare'];
const named = (name: string): Service => services[name] ?? fail(name);
const fail = (name: string): never => {
  throw new Error(`no service ${name}`);
};

describe('docker-compose.yml, as far as that goes without an engine', () => {
  it('has these services', () => {
    expect(Object.keys(services)).toEqual(['postgres', 'certificates', ...NODES, 'prepare', 'web', 'worker']);
  });

  it.each(all)('%s says nothing that Compose does not know', (_, service) => {
    const known = `build cap_drop command depends_on entrypoint environment healthcheck image init network_mode networks ports read_only restart
      security_opt tmpfs user volumes`;
    expect(Object.keys(service).filter((key) => !known.split(/\s+/).includes(key))).toEqual([]);
  });

  it.each(all)('%s gives words only where words are run', (_, { command = [], healthcheck }) => {
    for (const word of [...command, ...(healthcheck?.test ?? [])]) expect(typeof word).toBe('string');
  });

  it('names every image by its version; ours is built here under the version of the package', () => {
    expect([...new Set(all.map(([, { image }]) => image))]).toEqual([
      'postgres:18.4-bookworm',
      'eventstore/es-gencert-cli:1.0.2',
      'eventstore/eventstore:24.10.4-jammy',
      'guardian:0.1.0',
    ]);
    const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(all.filter(([, { build }]) => build).map(([name, { image }]) => [name, image])).toEqual(
      ['prepare', 'web', 'worker'].map((name) => [name, `guardian:${version}`]),
    );
  });

  it.each(['prepare', 'web', 'worker'])(
    '%s is no root, can write nowhere but in its volume and /tmp, and can become nothing more',
    (name) => {
      expect(named(name)).toMatchObject({
        user: '1000:1000',
        read_only: true,
        init: true,
        tmpfs: ['/tmp'],
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
    },
  );

  it('lets nobody in but to the pages, and that on this computer only', () => {
    expect(all.flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port]))).toEqual([['web', '127.0.0.1:3000:3000']]);
    expect(networks).toEqual({ inside: { internal: true }, outside: {} });
    expect(all.filter(([, service]) => service.networks?.includes('outside')).map(([name]) => name)).toEqual(['web']);
  });

  it.each(all)('%s is watched, or does its work and ends', (name, { restart, healthcheck }) => {
    if (JOBS.includes(name)) expect({ restart, watched: healthcheck?.test !== undefined }).toEqual({ restart: 'no', watched: false });
    else expect({ restart, watched: healthcheck?.test !== undefined }).toEqual({ restart: 'unless-stopped', watched: true });
  });

  it('starts each when what it needs is there', () => {
    const waits = all.flatMap(([name, { depends_on = {} }]) =>
      Object.entries(depends_on).map(([on, { condition }]) => ({ name, on, condition })),
    );
    for (const { on, condition } of waits) {
      named(on);
      expect({ on, condition }).toEqual({ on, condition: JOBS.includes(on) ? 'service_completed_successfully' : 'service_healthy' });
    }
    const needs = (name: string) => waits.filter((wait) => wait.name === name).map(({ on }) => on);
    for (const node of NODES) expect(needs(node)).toEqual(['certificates']);
    expect(needs('prepare')).toEqual(['postgres', ...NODES]);
    expect([needs('web'), needs('worker')]).toEqual([['prepare'], ['prepare']]);
  });

  it('keeps everything in named volumes, each declared and used', () => {
    const mounts = all.flatMap(([, service]) => service.volumes ?? []);
    expect(mounts.filter((mount) => !/^[a-z][a-z0-9-]+:\/[a-z/0-9]+(:ro)?$/.test(mount))).toEqual([]);
    expect([...new Set(mounts.map((mount) => mount.split(':')[0]))].sort()).toEqual(Object.keys(volumes).sort());
  });

  it('starts without any variable, and each password is the same on both sides', () => {
    const set = readCompose({ POSTGRES_PASSWORD: 'one', EVENTSTORE_PASSWORD: 'two' }).services;
    expect(set['postgres']?.environment?.['POSTGRES_PASSWORD']).toBe('one');
    for (const node of NODES) {
      expect(set[node]?.environment).toMatchObject({ EVENTSTORE_DEFAULT_ADMIN_PASSWORD: 'two', EVENTSTORE_DEFAULT_OPS_PASSWORD: 'two' });
    }
    for (const name of ['prepare', 'web', 'worker']) {
      const { DATABASE_URL = '', EVENTSTORE_URL = '' } = set[name]?.environment ?? {};
      expect(new URL(DATABASE_URL)).toMatchObject({ username: 'guardian', password: 'one', host: 'postgres:5432', pathname: '/guardian' });
      expect(EVENTSTORE_URL).toMatch(/^esdb:\/\/admin:two@/);
    }
  });
});

describe('the environment of Guardian’s containers', () => {
  const described: readonly string[] = readFileSync(path.join(ROOT, 'config/.env.example'), 'utf8').match(/^[A-Z_]+(?==)/gm) ?? [];

  it.each(['prepare', 'web', 'worker'])('%s: every variable is one that config/ knows, and it is enough to start with', (name) => {
    const { environment = {} } = named(name);
    expect(Object.keys(environment).filter((variable) => !described.includes(variable))).toEqual([]);
    const config = loadConfig({
      ...environment,
      GUARDIAN_SESSION_SECRET: 's'.repeat(32),
      GUARDIAN_LOOKUP_KEY: 'k'.repeat(32),
      GUARDIAN_CHECKPOINT_KEY: '/data/key.pem',
    });
    expect(config).toMatchObject({
      mode: 'demo',
      dataDir: '/data',
      web: { host: '0.0.0.0', port: 3000 },
      worker: { healthPort: 3001 },
      database: { url: 'postgres://guardian:evaluation@postgres:5432/guardian' },
      eventStore: {
        url: 'esdb://admin:evaluation@eventstore1:2113,eventstore2:2113,eventstore3:2113?tls=true&tlsCAFile=/trust/ca.crt',
      },
    });
  });

  it('asks each program for its health where it listens', () => {
    const asked = (name: string) => /http:\/\/127\.0\.0\.1:(\d+)\/health/.exec(named(name).healthcheck?.test?.join(' ') ?? '')?.[1];
    expect([asked('web'), asked('worker')]).toEqual(['3000', '3001']);
  });
});

describe('the three nodes', () => {
  it.each(NODES)('%s has a certificate of its own, knows the other two and is known by its name', (name) => {
    const { environment, volumes: mounts } = named(name);
    expect(environment).toMatchObject({
      EVENTSTORE_CLUSTER_SIZE: '3',
      EVENTSTORE_GOSSIP_SEED: NODES.filter((node) => node !== name)
        .map((node) => `${node}:2113`)
        .join(),
      EVENTSTORE_NODE_HOST_ADVERTISE_AS: name,
      EVENTSTORE_REPLICATION_HOST_ADVERTISE_AS: name,
      EVENTSTORE_CERTIFICATE_FILE: '/tls/node.crt',
      EVENTSTORE_CERTIFICATE_PRIVATE_KEY_FILE: '/tls/node.key',
      EVENTSTORE_TRUSTED_ROOT_CERTIFICATES_PATH: '/trust',
    });
    expect(environment).not.toHaveProperty('EVENTSTORE_INSECURE');
    expect(mounts).toEqual([`${name}-data:/var/lib/eventstore`, `${name}-tls:/tls:ro`, 'eventstore-trust:/trust:ro']);
    expect(named('certificates').volumes).toContain(`${name}-tls:/tls/${name}`);
    expect(named('certificates').command?.join('\n')).toContain(name);
  });

  it('keep their keys to themselves', () => {
    const withKeys = all.filter(([, service]) => service.volumes?.some((mount) => /^eventstore\d-tls:/.test(mount))).map(([name]) => name);
    expect(withKeys).toEqual(['certificates', ...NODES]);
  });
});
