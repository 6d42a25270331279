import type { SignedInUser } from '@guardian/access';
import { broughtIn, type Bucket, BUCKETS, leftOut, type ReferralImport } from '@guardian/intake';
import type { Word } from '../../layout/words';

interface BucketWords {
  readonly text: string;
  /** What the import does with such rows. */
  readonly meaning: string;
}

const bucketWords: Readonly<Record<Bucket, BucketWords>> = {
  new: { text: 'New', meaning: 'Not in Guardian yet. A case is opened.' },
  'close-match': {
    text: 'Close match',
    meaning: 'The patient has an open case on the same pathway. A case is opened and marked as a possible duplicate.',
  },
  unchanged: { text: 'Already held', meaning: 'Came with a file before. Nothing is done.' },
  different: { text: 'Different', meaning: 'Came with a file before, with other content. Nothing is changed.' },
  refused: { text: 'Cannot import', meaning: 'Something is wrong with the row.' },
};

const stateWords: Readonly<Record<ReferralImport['state'], Word>> = {
  checked: { text: 'Checked, not imported', colour: 'yellow' },
  importing: { text: 'Importing', colour: 'blue' },
  done: { text: 'Imported', colour: 'white' },
  failed: { text: 'Stopped', colour: 'orange' },
};

/** One file as its page and the list of files show it. */
export function importView(file: ReferralImport, user: SignedInUser) {
  return {
    address: `/referrals/imports/${file.id}`,
    fileName: file.fileName,
    state: file.state,
    stateWord: stateWords[file.state],
    rows: file.rows,
    rowsDone: file.rowsDone,
    broughtIn: broughtIn(file.counts),
    leftOut: leftOut(file.counts),
    buckets: BUCKETS.map((bucket) => ({ ...bucketWords[bucket], count: file.counts[bucket] })),
    by: file.uploadedBy.name,
    /** Whoever brought the file imports it, and only they get its rows back: the cases say who brought them, and rows are personal. */
    isMine: file.uploadedBy.id === user.id,
    checkedAt: file.checkedAt,
    finishedAt: file.finishedAt,
  };
}
