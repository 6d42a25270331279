import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type PathwayDefinition } from '../domain/pathway-definition/pathway-definition';
import { validatePathwayDefinition } from '../domain/pathway-definition/validate';

/** The definitions that come with Guardian, by id and version: one JSON file each, beside this one. Example content. */
export function shippedDefinitions(): PathwayDefinition[] {
  return readdirSync(__dirname)
    .filter((file) => file.endsWith('.json'))
    .map(readDefinition)
    .sort((a, b) => (a.id === b.id ? a.version - b.version : a.id < b.id ? -1 : 1));
}

function readDefinition(file: string): PathwayDefinition {
  const json: unknown = JSON.parse(readFileSync(path.join(__dirname, file), 'utf8'));
  const problems = validatePathwayDefinition(json);
  if (problems.length > 0) throw new Error(`${file}: ${problems.map((found) => `${found.path} ${found.words}`).join('; ')}`);
  return json as PathwayDefinition;
}
