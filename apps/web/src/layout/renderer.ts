import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Environment, FileSystemLoader } from 'nunjucks';
import { addFilters } from './filters';
import { addWords } from './words';
import { VendorLoader } from './vendor-loader';

/** Own templates: what is not there is an error, never an empty place on a page. */
const TEMPLATE_OPTIONS = { autoescape: true, throwOnUndefined: true, trimBlocks: true, lstripBlocks: true };

const OWN = path.join(__dirname, '..');

/** Nunjucks with Guardian's filters and words. Templates are compiled once and kept. */
export class Renderer {
  private readonly environment: Environment;

  constructor(
    private readonly folders: readonly string[] = [],
    globals: Readonly<Record<string, unknown>> = {},
  ) {
    const options = { noCache: false, watch: false };
    const loader = new FileSystemLoader([OWN, ...folders], options);
    this.environment = new Environment([loader, new VendorLoader(options)], TEMPLATE_OPTIONS);
    addFilters(this.environment);
    addWords(this.environment);
    for (const [name, value] of Object.entries(globals)) this.environment.addGlobal(name, value);
  }

  /** Compiles every template, so that a broken one stops the start and the first user does not wait. */
  warm(): void {
    for (const folder of [OWN, ...this.folders])
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
        if (name.endsWith('.njk')) this.environment.getTemplate(name, true);
  }

  /** Throws on a template that prints a value which is not there. */
  render(template: string, model: object): string {
    return this.environment.render(template, model);
  }

  /** For specs of macros. */
  renderString(source: string, model: object): string {
    return this.environment.renderString(source, model);
  }
}
