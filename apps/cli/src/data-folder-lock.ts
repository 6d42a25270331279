import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Problem } from './problem';

/**
 * Takes a data folder for this process, so that two `guardian start` never run on one database; answers with how to give it back.
 * A process that was killed holds nothing: its id and start time are in the file, and no process has both.
 * Throws Problem when another process has it, or when the folder cannot be used.
 */
export function lockDataFolder(dataDir: string): () => void {
  const file = path.join(dataDir, 'guardian.lock');
  try {
    mkdirSync(dataDir, { recursive: true });
    if (!isHeld(file)) rmSync(file, { force: true });
    writeFileSync(file, `${process.pid} ${startTime(process.pid) ?? ''}`, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new Problem(`Guardian already runs on the folder ${dataDir}.`);
    throw new Problem(`The folder ${dataDir} cannot be used: ${(error as Error).message}`);
  }
  return () => {
    rmSync(file, { force: true });
  };
}

function isHeld(file: string): boolean {
  let holder: string;
  try {
    holder = readFileSync(file, 'utf8');
  } catch {
    return false;
  }
  const [pid = '', since = ''] = holder.split(' ');
  return isAlive(Number(pid)) && (startTime(Number(pid)) ?? '') === since;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** In clock ticks since the computer started; undefined where there is no /proc. */
function startTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]; // the name before it may hold spaces; field 22 of proc(5)
  } catch {
    return undefined;
  }
}
