import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

export interface Acknowledged {
  readonly id: string;
  readonly commandId: string;
  readonly revision: number;
}

/** A process that sends `count` commands to each of these cases, and what it was told in return. */
export class WriterProcess {
  readonly acknowledged: Acknowledged[] = [];
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;
  private said = '';

  constructor(url: string, cases: readonly string[], count: number, prefix: string) {
    const script = ['run-typescript.cjs', 'writer.ts'].map((file) => path.join(__dirname, file));
    this.child = spawn(process.execPath, [...script, url, cases.join(','), `${count}`, prefix], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.ended = once(this.child, 'close');
    this.child.stderr?.on('data', (text: Buffer) => (this.said += text.toString()));
    if (!this.child.stdout) throw new Error('no output');
    createInterface(this.child.stdout).on('line', (line) => {
      const [id, commandId, revision] = line.split(' ');
      // a line cut short by the kill was not said
      if (id && commandId && revision) this.acknowledged.push({ id, commandId, revision: Number(revision) });
    });
  }

  async untilAcknowledged(count: number): Promise<void> {
    while (this.acknowledged.length < count) {
      if (this.child.exitCode !== null) throw new Error(`the writer ended: ${this.said}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async kill9(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** Throws when the process failed. */
  async untilDone(): Promise<void> {
    await this.ended;
    if (this.child.exitCode !== 0) throw new Error(`the writer failed: ${this.said}`);
  }
}
