import { parseArgs } from 'node:util';
import { loadConfig } from '@guardian/config';
import { csvText, systemClock, today } from '@guardian/kernel';
import { monthEnd, readOpenPathways, readReturn, type ReturnName, returnRows } from '@guardian/oversight';
import { Problem } from './problem';
import { withServiceDatabase } from './service-database';

const NAMES: readonly string[] = ['rtt', 'dm01'];

/** `guardian returns rtt|dm01 --month 2026-07 [--known then|now]`, `guardian returns open-pathways`: CSV on standard output, progress and checks on standard error. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { month: { type: 'string' }, known: { type: 'string', default: 'now' } },
  });
  const [name = ''] = positionals;
  const { month = '', known } = values;
  if (name === 'open-pathways') {
    return withServiceDatabase(loadConfig(), console.error, async (url) => {
      process.stdout.write(csvText(await readOpenPathways(url, today(systemClock))));
      return 0;
    });
  }
  if (!NAMES.includes(name))
    throw new Problem('Say which return: guardian returns rtt|dm01 --month 2026-07, or guardian returns open-pathways');
  if (!monthEnd(month)) throw new Problem('Say which month, as --month 2026-07');
  if (known !== 'then' && known !== 'now') throw new Problem('--known is then (what was known on the last day of the month) or now');
  return withServiceDatabase(loadConfig(), console.error, async (url) => {
    const view = await readReturn(url, month, known, (cases) => console.error(`${cases.toLocaleString('en-GB')} cases counted`));
    process.stdout.write(csvText(returnRows(name as ReturnName, view, false)));
    for (const check of name === 'rtt' ? view.checks : [])
      console.error(`${check.holds ? 'holds ' : 'FAILS '} ${check.name}: ${check.says}`);
    return 0;
  });
}
