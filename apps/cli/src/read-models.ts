import { caseloadReadModels } from '@guardian/caseload';
import { oversightReadModels } from '@guardian/oversight';
import type { AnyReadModel } from '@guardian/projections';

/** All of Guardian's. */
export const READ_MODELS: readonly AnyReadModel[] = [...caseloadReadModels, ...oversightReadModels];
