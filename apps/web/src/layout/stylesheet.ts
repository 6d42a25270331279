import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { WebOptions } from '../web-options';

export const publicFolder = (options: WebOptions): string => options.publicFolder ?? path.join(__dirname, '../../public');

/** Address of the style sheet, with a hash of its content: browsers keep it until it changes. */
export function stylesheetAddress(options: WebOptions): string {
  const file = path.join(publicFolder(options), 'guardian.css');
  const hash = existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 8) : 'none';
  return `/static/guardian.css?v=${hash}`;
}
