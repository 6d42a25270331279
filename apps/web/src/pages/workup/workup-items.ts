import type { CaseState, ItemState, TestState } from '@guardian/casework';
import type { Word } from '../../layout/words';

export interface WorkupItemView extends ItemState {
  readonly tag: Word;
  /** The test that is under way for it. */
  readonly test: TestState | null;
  readonly missing: boolean;
}

const TAGS: Readonly<Record<ItemState['status'], Word>> = {
  outstanding: { text: 'Missing', colour: 'orange' },
  requested: { text: 'Asked for', colour: 'yellow' },
  completed: { text: 'Done', colour: 'green' },
  waived: { text: 'Going on without', colour: 'grey' },
};

export const itemTag = (status: ItemState['status']): Word => TAGS[status];

/** Missing ones first, in the order of the pathway. */
export function workupItems(state: CaseState): WorkupItemView[] {
  return Object.values(state.items)
    .map((item) => ({
      ...item,
      tag: itemTag(item.status),
      test: Object.values(state.tests).findLast((test) => test.item === item.code && test.status !== 'withdrawn') ?? null,
      missing: item.status === 'outstanding' || item.status === 'requested',
    }))
    .sort((a, b) => Number(b.missing) - Number(a.missing));
}
