import { readPatients, type Scope } from '@guardian/access';
import { parseNhsNumber } from '@guardian/kernel';
import { readRows } from '@guardian/projections';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { Conditions } from './conditions';
import { CASES_WITH_PATIENTS, LISTED, type ListedCase } from './listed-case';

export interface SearchView {
  /** At most 50, open cases first. */
  readonly cases: readonly ListedCase[];
  /** True when there are more than are shown. */
  readonly more: boolean;
  readonly by: 'nhs-number' | 'reference' | 'name';
}

/** By NHS number, by case reference, or by name: "surname" or "surname, forename" or "forename surname", from the first letters on. */
export class SearchCases extends Query<SearchView> {
  constructor(
    readonly scope: Scope,
    readonly text: string,
  ) {
    super();
  }
}

const MOST = 50;
const ORDER = `order by (c.step = 'closed'), lower(p.family), lower(p.given), c.referred_on`;

@QueryHandler(SearchCases)
export class SearchCasesHandler implements IQueryHandler<SearchCases> {
  constructor(private readonly database: DataSource) {}

  async execute({ scope, text }: SearchCases): Promise<SearchView> {
    const typed = text.normalize('NFC').trim();
    const where = new Conditions(scope);
    const number = parseNhsNumber(typed);
    let by: SearchView['by'];
    if (number.ok) {
      by = 'nhs-number';
      where.add('p.nhs_number = ?', number.value);
    } else if (/^GR-?[A-Z0-9]{6}$/i.test(typed)) {
      by = 'reference';
      where.add('c.reference = ?', `GR-${typed.slice(-6).toUpperCase()}`);
    } else {
      by = 'name';
      const { family, given } = nameParts(typed);
      where.add(`lower(p.family) like ?`, `${literal(family.toLowerCase())}%`);
      if (given) where.add(`lower(p.given) like ?`, `${literal(given.toLowerCase())}%`);
    }
    // Behind the wall a row is compared with a name only after it is known to be theirs: no index of names could be used. So they are found
    // first, and shown as far as they are theirs.
    const found = await readRows<{ caseId: string }>(
      this.database,
      `select c.case_id as "caseId" from ${CASES_WITH_PATIENTS} ${where.sql} ${ORDER} limit ${MOST + 1}`,
      where.values,
    );
    const cases = await readPatients<ListedCase>(
      this.database,
      scope,
      `select ${LISTED} from ${CASES_WITH_PATIENTS} where c.case_id = any($1) ${ORDER}`,
      [found.map(({ caseId }) => caseId)],
    );
    return { cases: cases.slice(0, MOST), more: cases.length > MOST, by };
  }
}

function nameParts(typed: string): { family: string; given: string } {
  const [family, given] = typed.split(',', 2);
  if (given !== undefined) return { family: family?.trim() ?? '', given: given.trim() };
  const words = typed.split(/\s+/);
  const last = words.at(-1) ?? '';
  return words.length > 1 ? { family: last, given: words.slice(0, -1).join(' ') } : { family: last, given: '' };
}

/** `%` and `_` are letters here. */
const literal = (text: string): string => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
