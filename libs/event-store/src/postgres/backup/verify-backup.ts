import { type BackupProgress, MANIFEST, UNFINISHED } from './back-up';
import { verifyChunk } from './chunk';
import { BackupProblem, type BackupSummary, type Manifest, readManifest, summaryOf } from './manifest';

/** Throws BackupProblem that names the first file which is missing or is not as it was written. */
export async function verifyBackup(folder: string, onProgress?: (progress: BackupProgress) => void): Promise<BackupSummary> {
  return summaryOf(await verifiedManifest(folder, onProgress));
}

/** Reads every file of a backup and compares it with what was written; its manifest. */
export async function verifiedManifest(
  folder: string,
  onProgress: (progress: BackupProgress) => void = () => undefined,
): Promise<Manifest> {
  const manifest = await readManifest(folder, MANIFEST);
  if (!manifest) throw new BackupProblem(await whyNone(folder));
  const files = [manifest.log, ...manifest.tables].flatMap(({ chunks }) => chunks);
  let done = 0;
  for (const chunk of files) {
    await verifyChunk(folder, chunk);
    onProgress({ what: 'Verifying the files', done: ++done, all: files.length });
  }
  return manifest;
}

async function whyNone(folder: string): Promise<string> {
  return (await readManifest(folder, UNFINISHED))
    ? `The backup in ${folder} was broken off before it was whole. The same guardian backup goes on with it.`
    : `There is no backup in ${folder}.`;
}
