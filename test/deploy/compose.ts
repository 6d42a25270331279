import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

export const ROOT = path.join(__dirname, '..', '..');

export interface Service {
  readonly image: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly networks?: readonly string[];
  readonly network_mode?: string;
  readonly ports?: readonly string[];
  readonly restart?: string;
  readonly volumes?: readonly string[];
}

export interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, object>>;
  readonly volumes: Readonly<Record<string, object>>;
}

/** docker-compose.yml with the merges of YAML, and with what stands in `${NAME:-default}` for a name that is not set. */
export function readCompose(set: Readonly<Record<string, string>> = {}): Compose {
  const text = readFileSync(path.join(ROOT, 'docker-compose.yml'), 'utf8').replace(
    /(?<!\$)\$\{(\w+):-(\w+)\}/g,
    (_, name: string, otherwise: string) => set[name] ?? otherwise,
  );
  if (/(?<!\$)\$(?!\$)/.test(text)) throw new Error('docker-compose.yml needs a variable without which it does not start');
  return parse(text.replaceAll('$$', '$'), { merge: true }) as Compose;
}
