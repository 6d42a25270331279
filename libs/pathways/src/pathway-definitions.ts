import { type Actor, StreamRunner } from '@guardian/event-store';
import { type CalendarDay, DomainError } from '@guardian/kernel';
import { Injectable } from '@nestjs/common';
import { v5 as nameUuid, v7 as newUuid } from 'uuid';
import { pathwayDefinitionDecider, type PublishedVersions } from './domain/pathway-definition/decider';
import { PATHWAY_STEPS, type PathwayDefinition, type PathwayStep, type StepLimits } from './domain/pathway-definition/pathway-definition';
import { shippedDefinitions } from './shipped/shipped-definitions';

/** How long before another process's new version is noticed. */
const FRESH_MS = 60_000;

// Part of every stream id that was ever written: must never change.
const NAMESPACE = 'd1809004-151c-4447-9162-c8c604b81315';

/** The stream of a definition: the same uuid for the same definition id on every installation. */
export const pathwayStreamId = (id: string): string => nameUuid(id, NAMESPACE);

export interface StepLimitRow extends StepLimits {
  readonly pathwayId: string;
  readonly version: number;
  readonly step: PathwayStep;
}

interface Read {
  readonly at: number;
  readonly versions: Promise<PublishedVersions>;
}

/**
 * The agreed pathways. A version never changes once published, so it is kept in memory after its first reading; a version that
 * another process publishes is seen within a minute by `current`, `all` and `stepLimits`, and at once by `get`.
 */
@Injectable()
export class PathwayDefinitions {
  private readonly reads = new Map<string, Read>();
  private readonly shippedIds: readonly string[] = [...new Set(shippedDefinitions().map((definition) => definition.id))];

  constructor(private readonly streams: StreamRunner) {}

  /** Publishes every shipped version that is not published yet. Answers how many were. */
  async publishShipped(actor: Actor): Promise<{ published: number }> {
    let published = 0;
    for (const definition of shippedDefinitions()) published += (await this.publish(definition, actor)) ? 1 : 0;
    return { published };
  }

  /** False when this version was published before with the same content. Refusals: those of `pathwayDefinitionDecider`. */
  async publish(definition: PathwayDefinition, actor: Actor): Promise<boolean> {
    const handled = await this.streams.handle(
      pathwayDefinitionDecider,
      pathwayStreamId(definition.id),
      { type: 'PublishPathwayDefinition', definition },
      { commandId: newUuid(), actor, context: undefined },
    );
    this.reads.delete(definition.id);
    return handled.appended > 0;
  }

  /** The version that a case started on. Throws UnknownPathway. */
  async get(id: string, version: number): Promise<PathwayDefinition> {
    const withVersion = (versions: PublishedVersions): PathwayDefinition | undefined =>
      versions.find((published) => published.version === version);
    const found = withVersion(await this.versions(id)) ?? withVersion(await this.readAgain(id));
    if (found === undefined) {
      throw new DomainError('UnknownPathway', `There is no version ${version} of pathway ${id}.`, { id, version });
    }
    return found;
  }

  /** The version on which a case that begins on this day starts. Throws UnknownPathway when none was published by then. */
  async current(id: string, onDay: CalendarDay): Promise<PathwayDefinition> {
    const found = lastBy(await this.versions(id), onDay);
    if (found === undefined) {
      throw new DomainError('UnknownPathway', `There is no pathway ${id} on ${onDay}.`, { id, onDay });
    }
    return found;
  }

  /** The shipped pathways as they stand on this day, by name. Those that were not published by then are left out. */
  async all(onDay: CalendarDay): Promise<PathwayDefinition[]> {
    const versions = await Promise.all(this.shippedIds.map((id) => this.versions(id)));
    return versions
      .map((published) => lastBy(published, onDay))
      .filter((definition) => definition !== undefined)
      .sort((a, b) => a.name.localeCompare(b.name, 'en-GB'));
  }

  /** Target and quiet limit in days of each step, of every version of the shipped pathways: one row each, to join waits with. */
  async stepLimits(): Promise<StepLimitRow[]> {
    const versions = await Promise.all(this.shippedIds.map((id) => this.versions(id)));
    return versions
      .flat()
      .flatMap(({ id, version, steps }) => PATHWAY_STEPS.map((step) => ({ pathwayId: id, version, step, ...steps[step] })));
  }

  private versions(id: string): Promise<PublishedVersions> {
    const read = this.reads.get(id);
    return read !== undefined && performance.now() - read.at < FRESH_MS ? read.versions : this.readAgain(id);
  }

  private readAgain(id: string): Promise<PublishedVersions> {
    const versions = this.streams.load(pathwayDefinitionDecider, pathwayStreamId(id)).then(({ state }) => state);
    this.reads.set(id, { at: performance.now(), versions });
    // Neither a failed reading nor an id that nobody published is worth remembering.
    void versions.then(
      ({ length }) => length > 0 || this.reads.delete(id),
      () => this.reads.delete(id),
    );
    return versions;
  }
}

function lastBy(versions: PublishedVersions, onDay: CalendarDay): PathwayDefinition | undefined {
  return versions.findLast((published) => published.publishedOn <= onDay);
}
