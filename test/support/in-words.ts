import type { Answer } from './web';

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

/** What a reader of the page's main part reads: without tags, one space between words. Dates stand there once, as long ones. */
export const inWords = ({ text }: Answer): string =>
  text
    .slice(text.indexOf('<main'), text.indexOf('</main>'))
    .replace(/<span aria-hidden="true">[^<]*<\/span>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/\s+/g, ' ')
    .replace(/ (?=[.,:])/g, '')
    .trim();
