// `folder.ts <database url> <batch size> <ms a page takes>`: folds diaries until it is killed, and says when it begins to lead.
import 'reflect-metadata';
import { PostgresEventStore } from '@guardian/event-store';
import { ProjectionRunner } from '@guardian/projections';
import { accidents, diaries } from './diary';

const [url = '', batchSize, pageTakesMs] = process.argv.slice(2);
accidents.pageTakesMs = Number(pageTakesMs);
const store = new PostgresEventStore({ connectionString: url });
const runner = new ProjectionRunner({ url, store, readModels: [diaries], batchSize: Number(batchSize) });
runner.start();

let said = '';
setInterval(() => {
  const state = runner.state()[0]?.state ?? '';
  if (state !== said) process.stdout.write(`${state}\n`);
  said = state;
}, 20);
