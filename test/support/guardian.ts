import { actorOf, demoUser } from '@guardian/access';
import { type CaseCommand, type CaseState, HandleCaseCommand, type IncomingReferral, Records, TakeInReferral } from '@guardian/casework';
import { openEventStore, type Position, StreamRunner } from '@guardian/event-store';
import { day, SettableClock } from '@guardian/kernel';
import { ProjectionStatus } from '@guardian/projections';
import { v7 as newUuid } from 'uuid';
import { loadReferenceData } from '../../apps/cli/src/reference-data';
import { startDouble } from '../eventstoredb-double/double';
import { foldReadModels } from './read-models';
import { startTestWeb, type TestWeb } from './web';
import { testLog } from './log';

/**
 * The whole service with its shipped directory and pathways: pages, and read models that follow. `close` it in `afterAll`. With
 * GUARDIAN_TEST_LOG=eventstoredb its log is in a double of EventStoreDB.
 */
export interface TestGuardian extends TestWeb {
  /** Stands still until it is set; 20 August 2026, 10:00 in London at first. */
  readonly clock: SettableClock;
  /** A referral of Mrs Okonkwo, taken in now; answers when lists show the case. Without an NHS number each is another person. */
  takeIn(referral?: Partial<IncomingReferral>): Promise<TestCase>;
  /** From now on nobody folds the lists. */
  stopFolding(): Promise<void>;
}

export interface TestCase {
  readonly caseId: string;
  readonly reference: string;
  /** Where its page is. */
  readonly address: string;
  /** Done by the coordinator of Southend, one after the other; answers when lists show it. */
  does(...commands: CaseCommand[]): Promise<void>;
  /** As `does`, by the clinician of Southend: for what needs a second person. */
  secondPersonDoes(...commands: CaseCommand[]): Promise<void>;
  state(): Promise<CaseState>;
}

/** Demo users of the place where test cases are: the coordinator and the clinician. */
export const PRIYA = 'demo-coordinator-southend';
export const SAMUEL = 'demo-clinician-southend';

const REFERRAL: IncomingReferral = {
  identity: { nhsNumber: null, family: 'Okonkwo', given: 'Margaret', title: 'Mrs', bornOn: day('1945-07-14'), sex: 'female' },
  practice: { code: 'F81003', name: 'Carnarvon Medical Centre', pcn: 'north-road-plus-pcn', place: 'southend' },
  pathwayId: 'hip-pain',
  priority: 'routine',
  referredOn: day('2026-07-20'),
  reason: 'Pain in the right hip for two years',
  referrer: 'Dr Alva Nyman',
  source: { system: 'form', identifier: null },
  provider: null,
  onListSince: null,
};

let somebodies = 0;
/** For those that must not be taken for duplicates of each other: somebody whom nobody resembles. */
export const somebody = (more: Partial<IncomingReferral['identity']> = {}): { readonly identity: IncomingReferral['identity'] } => ({
  identity: { ...REFERRAL.identity, family: `Okonkwo-${++somebodies}`, ...more },
});

export async function startTestGuardian(): Promise<TestGuardian> {
  const clock = new SettableClock(new Date('2026-08-20T09:00:00Z'));
  const double = process.env['GUARDIAN_TEST_LOG'] === 'eventstoredb' ? await startDouble() : undefined;
  const eventStoreUrl = double?.url;
  const web = await startTestWeb({ clock, eventStoreUrl });
  const { url } = web.database;
  const log = testLog(url, eventStoreUrl);
  await loadReferenceData(log);
  const folding = foldReadModels(log);
  const store = openEventStore(log);
  const status = new ProjectionStatus({ url, store, readModels: [] });
  const records = new Records(new StreamRunner(store, clock));
  const priya = demoUser(PRIYA);
  if (!priya) throw new Error('the demonstration has no coordinator for Southend');
  const samuel = demoUser(SAMUEL) ?? priya;
  const envelope = (by = priya) => ({ actor: actorOf(by), commandId: newUuid() });

  const shown = async (position: Position | undefined): Promise<void> => {
    for (const readModel of ['caseload-patients', 'caseload-cases']) {
      if (position && (await status.waitUntil(readModel, position, 10_000)) === 'stale') throw new Error(`${readModel} does not follow`);
    }
  };

  return {
    ...web,
    clock,
    stopFolding: () => folding.stop(),
    takeIn: async (referral = {}) => {
      const { caseId, position } = await web.commands.execute(new TakeInReferral({ ...REFERRAL, ...referral }, envelope()));
      await shown(position);
      const state = async () => (await records.case(caseId)).state;
      const reference = (await state()).opened?.reference ?? '';
      const does = async (commands: readonly CaseCommand[], by = priya) => {
        for (const command of commands) {
          const handled = await web.commands.execute(new HandleCaseCommand(caseId, command, envelope(by)));
          await shown(handled.position);
        }
      };
      return {
        caseId,
        reference,
        address: `/cases/${reference}`,
        does: (...commands) => does(commands),
        secondPersonDoes: (...commands) => does(commands, samuel),
        state,
      };
    },
    close: async () => {
      await folding.stop();
      await Promise.all([status.close(), store.close()]);
      await web.close();
      await double?.close();
    },
  };
}
