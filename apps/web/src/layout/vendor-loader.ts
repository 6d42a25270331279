import path from 'node:path';
import { Script } from 'node:vm';
import { FileSystemLoader, type LoaderSource } from 'nunjucks';
import { compile } from 'nunjucks/src/compiler';

const NHSUK = path.join(path.dirname(require.resolve('nhsuk-frontend/package.json')), 'dist');

export const nhsukAssets = path.join(NHSUK, 'nhsuk/assets');

const LENIENT = { autoescape: true, throwOnUndefined: false, trimBlocks: true, lstripBlocks: true };

/** The macros of nhsuk-frontend print undefined options on purpose (select, textarea): they alone are compiled leniently. */
export class VendorLoader extends FileSystemLoader {
  constructor(options: { noCache: boolean; watch: boolean }) {
    super([NHSUK], options);
  }

  override getSource(name: string): LoaderSource {
    const found = super.getSource(name) as LoaderSource | null;
    if (found === null) return found as never; // nunjucks's own sign for "not mine", which its types leave out
    const code = compile(found.src, [], [], found.path, LENIENT);
    const template: unknown = new Script(`(function () {${code}\n})()`).runInThisContext();
    return { ...found, src: { type: 'code', obj: template } as never };
  }
}
