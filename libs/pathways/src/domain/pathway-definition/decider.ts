import { type Decider, DomainError, type E } from '@guardian/kernel';
import { type PathwayDefinition } from './pathway-definition';
import { validatePathwayDefinition } from './validate';

/** The whole version as it was agreed: what a case started on can be read back word for word. */
export type PathwayDefinitionPublished = E<'PathwayDefinitionPublished', PathwayDefinition>;

export interface PublishPathwayDefinition {
  readonly type: 'PublishPathwayDefinition';
  readonly definition: PathwayDefinition;
}

/** Every version that was published, the first one first. */
export type PublishedVersions = readonly PathwayDefinition[];

/**
 * A version is published once and never changed. Refusals: PathwayDefinitionInvalid, PathwayVersionAlreadyPublished,
 * PathwayVersionNotNext, PathwayPublishedTooEarly.
 */
export const pathwayDefinitionDecider: Decider<PublishedVersions, PublishPathwayDefinition, PathwayDefinitionPublished> = {
  category: 'pathway_definition',
  initialState: [],

  evolve: (versions, event) => [...versions, event.data],

  decide({ definition }, versions) {
    const { id, version, publishedOn } = definition;
    const problems = validatePathwayDefinition(definition);
    if (problems.length > 0) {
      const words = problems.map((found) => `${found.path} ${found.words}`).join('; ');
      throw new DomainError('PathwayDefinitionInvalid', `This pathway definition cannot be published: ${words}.`, { problems });
    }

    const published = versions.find((earlier) => earlier.version === version);
    if (published !== undefined) {
      if (sameContent(published, definition)) return [];
      throw new DomainError(
        'PathwayVersionAlreadyPublished',
        `Version ${version} of ${id} is published and cannot be changed. Publish version ${versions.length + 1}.`,
        { id, version },
      );
    }

    const last = versions.at(-1);
    const next = (last?.version ?? 0) + 1;
    if (version !== next) {
      throw new DomainError('PathwayVersionNotNext', `The next version of ${id} is ${next}, not ${version}.`, { id, version, next });
    }
    if (last !== undefined && publishedOn < last.publishedOn) {
      throw new DomainError('PathwayPublishedTooEarly', `Version ${last.version} of ${id} was published later, on ${last.publishedOn}.`, {
        id,
        publishedOn,
        lastPublishedOn: last.publishedOn,
      });
    }
    return [{ type: 'PathwayDefinitionPublished', data: definition }];
  },
};

/** By value: the order in which fields were written says nothing. */
function sameContent(a: unknown, b: unknown): boolean {
  return JSON.stringify(a, fieldsInOrder) === JSON.stringify(b, fieldsInOrder);
}

function fieldsInOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
