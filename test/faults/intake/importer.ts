// `importer.ts <database url> <import id>`: works on one import in a process of its own, and writes how far it is.
import { ReferralImports } from '@guardian/intake';
import { intakeContext } from '../../../apps/cli/src/intake-context';
import { LOOKUP_KEY } from './lookup-key';
import { testLog } from '../../support/log';

async function main([databaseUrl = '', id = '']: readonly string[]): Promise<void> {
  const context = await intakeContext({ ...testLog(databaseUrl), lookupKey: LOOKUP_KEY, testNumbersOnly: true });
  await context.get(ReferralImports, { strict: false }).runPending({ id, onProgress: (rowsDone) => process.stdout.write(`${rowsDone}\n`) });
  await context.close();
}

void main(process.argv.slice(2));
