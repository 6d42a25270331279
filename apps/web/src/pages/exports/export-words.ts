import type { BulkExport } from '@guardian/access';
import type { Word } from '../../layout/words';
import { routeWords } from '../audit/look-words';

export const STATE_WORDS: Readonly<Record<BulkExport['state'], Word>> = {
  stopped: { text: 'Not asked for yet', colour: 'grey' },
  asked: { text: 'Waits for a second person', colour: 'yellow' },
  approved: { text: 'Agreed', colour: 'green' },
  refused: { text: 'Refused', colour: 'orange' },
  expired: { text: 'Time is over', colour: 'grey' },
};

/** With the name of its page, and the filters as they stand in the address. */
export function exportInWords(one: BulkExport) {
  const [path = '', filters = ''] = one.address.split('?');
  const asked = [...new URLSearchParams(filters)].filter(([, value]) => value !== '').map(([name, value]) => `${name} ${value}`);
  return { ...one, file: [routeWords(path), ...asked].join(', '), stateWords: STATE_WORDS[one.state] };
}
