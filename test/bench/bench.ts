import type { Report } from './report';
import type { BenchServer } from './server';

/** What every comparison is given. */
export interface Bench {
  readonly server: BenchServer;
  readonly report: Report;
  /** How often the variants of a comparison are run in turn. */
  readonly rounds: number;
  /** Small amounts, to see that the programs work: its figures say little. */
  readonly quick: boolean;
}
