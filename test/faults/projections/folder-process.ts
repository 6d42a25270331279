import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** A process that runs the projection runner on diaries. */
export class FolderProcess {
  state = '';
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;
  private errors = '';

  constructor(url: string, { batchSize, pageTakesMs }: { batchSize: number; pageTakesMs: number }) {
    const script = [path.join(__dirname, '../event-store/run-typescript.cjs'), path.join(__dirname, 'folder.ts')];
    this.child = spawn(process.execPath, [...script, url, `${batchSize}`, `${pageTakesMs}`], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.ended = once(this.child, 'close');
    this.child.stdout?.on('data', (text: Buffer) => (this.state = text.toString().trim().split('\n').at(-1) ?? ''));
    this.child.stderr?.on('data', (text: Buffer) => (this.errors += text.toString()));
  }

  get leads(): boolean {
    if (this.child.exitCode !== null) throw new Error(`the process ended: ${this.errors}`);
    return this.state === 'leading';
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.child.kill(signal);
  }

  async kill9(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}
