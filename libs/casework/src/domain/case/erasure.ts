// A case whose patient was erased: days, steps and codes stay, for counts of the past; nothing is added any more.
import type { CaseErasureEvent } from './events';
import { type Decides, type Evolves, refuse } from './state';

export type CaseErasureCommand = { readonly type: 'EraseCase' };

export const decideCaseErasure: Decides<CaseErasureCommand> = {
  EraseCase(_, state) {
    if (state.erased) return [];
    if (!state.progress.closed) refuse('CaseStillOpen', 'This case is open. Its record is kept.');
    return [{ type: 'CaseErased', data: {} }];
  },
};

export const evolveCaseErasure: Evolves<CaseErasureEvent> = {
  CaseErased: (state) => ({ ...state, erased: true }),
};
