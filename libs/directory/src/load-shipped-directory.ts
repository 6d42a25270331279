import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { type DataSource } from 'typeorm';
import community from './data/community-services.json';
import providersFile from './data/providers.json';
import { CommunityService, ListSize, Pcn, Place, Practice, PracticePcn, Provider, Service, type ServiceKind } from './entities';
import { slug } from './names';
import { insertMissing, writeDirectory } from './writes';

/** The day on which the PCNs began, and from which the shipped directory holds. */
const FROM = '2019-07-01';
const LIST_SIZE_SOURCE = 'public board papers of 2019';

interface ShippedPractice {
  readonly place: string;
  readonly pcn_name: string;
  readonly practice_ods_code: string;
  readonly practice_name: string;
  readonly list_size: string;
}

/**
 * Loads the 13 PCNs and 93 practices of three places, and the providers that come with Guardian. Adds what is missing and leaves alone
 * what is there, so that a later import is never undone. Answers how many rows were added.
 */
export function loadShippedDirectory(db: DataSource): Promise<{ added: number }> {
  const shipped = parse<ShippedPractice>(readFileSync(path.join(__dirname, 'data/pcn-practices.csv')), { columns: true, bom: true });
  return writeDirectory(db, async (tx) => {
    const counts = [
      await insertMissing(tx, Place, unique(shipped.map(({ place }) => ({ code: slug(place), name: place })))),
      await insertMissing(
        tx,
        Pcn,
        unique(shipped.map(({ place, pcn_name: name }) => ({ code: slug(name), name, nationalCode: null, placeCode: slug(place) }))),
      ),
      await insertMissing(
        tx,
        Practice,
        shipped.map((row) => ({
          code: row.practice_ods_code,
          name: row.practice_name,
          placeCode: slug(row.place),
          validFrom: FROM,
          validUntil: null,
        })),
      ),
      await insertMissing(
        tx,
        PracticePcn,
        shipped.map((row) => ({ practiceCode: row.practice_ods_code, validFrom: FROM, validUntil: null, pcnCode: slug(row.pcn_name) })),
      ),
      await insertMissing(
        tx,
        ListSize,
        shipped.map((row) => ({
          practiceCode: row.practice_ods_code,
          takenOn: FROM,
          patients: Number(row.list_size),
          source: LIST_SIZE_SOURCE,
        })),
      ),
      await insertMissing(tx, Provider, [...providersFile.providers, community.provider]),
      await insertMissing(
        tx,
        Service,
        providersFile.services.map((service) => ({ ...service, kind: service.kind as ServiceKind })),
      ),
      await insertMissing(
        tx,
        Service,
        community.services.map(({ code, name }) => ({
          ...{ code, name, providerCode: community.provider.code, specialty: null, kind: 'tier-two' as const },
          ...{ validFrom: community.validFrom, validUntil: null },
        })),
      ),
      await insertMissing(
        tx,
        CommunityService,
        community.services.map(({ code, name: _, ...service }) => ({
          ...service,
          serviceCode: code,
          sex: service.sex as CommunityService['sex'],
          countedOn: community.countedOn,
          source: community.source,
        })),
      ),
    ];
    return { added: counts.reduce((sum, count) => sum + count, 0) };
  });
}

function unique<Row extends { readonly code: string }>(rows: readonly Row[]): Row[] {
  return [...new Map(rows.map((row) => [row.code, row])).values()];
}
