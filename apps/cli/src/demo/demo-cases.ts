import { caseIdFor } from '@guardian/casework';
import { loadConfig } from '@guardian/config';
import { openEventStore } from '@guardian/event-store';
import type { DemoCases } from '../demo-offer';
import { generateDemo } from './generate-demo';
import { commandIdOf } from './scene';

const SEED = 1;
const CASES = 500;

/** More events than the pathway definitions of an untouched database. */
const A_FEW = 500;

/** The cases that `guardian start` offers on an empty log, and finishes when it was ended in the middle of them. */
export const demoCases: DemoCases = {
  async isWanted(log) {
    const store = openEventStore(log);
    const isThere = async (caseNumber: number) =>
      (await store.read({ category: 'case', id: caseIdFor(commandIdOf(SEED, caseNumber, 0)) })).length > 0;
    try {
      if (await isThere(1)) return !(await isThere(CASES));
      const events = await store.readAll(undefined, A_FEW);
      return events.every(({ stream }) => stream.category === 'pathway_definition');
    } finally {
      await store.close();
    }
  },

  async load(log, stop) {
    await generateDemo({ ...log, lookupKey: loadConfig().secrets.lookupKey, cases: CASES, seed: SEED, stop });
  },
};
