import { caseloadReadModels } from '@guardian/caseload';
import { type LogAddress, openEventStore } from '@guardian/event-store';
import { oversightReadModels } from '@guardian/oversight';
import { ProjectionRunner } from '@guardian/projections';

/** Folds Guardian's read models, as the worker does, until it is stopped: before the database goes. */
export function foldReadModels(log: LogAddress): { stop(): Promise<void> } {
  const store = openEventStore(log);
  const runner = new ProjectionRunner({
    url: log.databaseUrl,
    store,
    readModels: [...caseloadReadModels, ...oversightReadModels],
    onProblem: (readModel, problem) => process.stderr.write(`${readModel}: ${problem}\n`),
  });
  runner.start();
  return {
    stop: async () => {
      await runner.stop();
      await store.close();
    },
  };
}
