import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { writeWhole } from '../postgres/write-whole';

/** That a patient's personal data was erased, as it is kept outside the database: what a restore of older keys must not undo. */
export interface ErasureRecord {
  readonly patientId: string;
  /** Revision of the decision in the patient's stream. */
  readonly decision: number;
  /** Ids of the streams whose keys were destroyed. */
  readonly streams: readonly string[];
  /** Names of the two people who decided it. */
  readonly proposedBy: string;
  readonly confirmedBy: string;
}

const NAME = /^erased-.+\.json$/;

/** Into the folder of the checkpoints; made when it is not there. The same again writes the same file. */
export async function writeErasureRecord(folder: string, record: ErasureRecord): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeWhole(path.join(folder, `erased-${record.patientId}-${record.decision}.json`), `${JSON.stringify(record, undefined, 1)}\n`);
}

/** None when there is no such folder. Throws when a record cannot be read: nobody could say then what must stay erased. */
export async function erasureRecords(folder: string): Promise<ErasureRecord[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return Promise.all(
    names
      .filter((name) => NAME.test(name))
      .map(async (name) => JSON.parse(await readFile(path.join(folder, name), 'utf8')) as ErasureRecord),
  );
}
