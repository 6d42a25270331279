import { type Pcn, type Place, type Practice, type PracticePcn } from '../entities';
import { pcnNameProblems } from '../names';
import { csvRows, type ImportRow, PRACTICE_CODE, type RowReport } from './csv-rows';
import { KnownPcns } from './known-pcns';
import { type Membership, withMembership } from './membership';
import { nationalDay } from './national-day';
import { placeOfSubIcb } from '../sub-icb-places';

// Layout of the core partner sheet of ePCN, the national list of PCNs: 11 columns.
const COLUMNS = 11;
const [PRACTICE, PCN, PCN_NAME, PCN_SUB_ICB, START, END] = [0, 4, 5, 6, 8, 9];

export interface KnownDirectory {
  readonly practices: readonly Practice[];
  readonly pcns: readonly Pcn[];
  readonly memberships: readonly PracticePcn[];
}

export interface PcnMembershipPlan {
  readonly report: RowReport[];
  readonly places: Place[];
  readonly pcns: Pcn[];
  /** All memberships of every practice that has a new or another one. */
  readonly memberships: ReadonlyMap<string, readonly Membership[]>;
}

type Outcome = Omit<RowReport, 'row' | 'code'>;
interface Told {
  readonly row: number;
  readonly code: string;
  readonly start: string;
  readonly take: () => Outcome;
}

/** What a PCN membership file asks of the directory. Practices must be known: the practice file comes first. */
export function planPcnMembership(csv: string, known: KnownDirectory): PcnMembershipPlan {
  const practices = new Set(known.practices.map((practice) => practice.code));
  const pcns = new KnownPcns(known.pcns);
  const held = new Map<string, readonly Membership[]>();
  for (const one of known.memberships) held.set(one.practiceCode, [...(held.get(one.practiceCode) ?? []), one]);
  const told = new Map<string, readonly Membership[]>();
  const changed = new Map<string, readonly Membership[]>();

  const read = ({ row, cells, unreadable }: ImportRow): Told => {
    const cell = (column: number): string => cells[column] ?? '';
    const code = cell(PRACTICE);
    const answer = (outcome: Outcome): Told => ({ row, code, start: '', take: () => outcome });
    if (unreadable !== undefined) return answer(refused(unreadable));
    if (cells.length !== COLUMNS) return answer(refused(`The row has ${cells.length} columns, not ${COLUMNS}.`));
    if (!PRACTICE_CODE.test(code)) return answer(refused('A practice code is a letter and five digits.'));
    if (!/^U\d{5}$/.test(cell(PCN))) return answer(refused('A PCN code is U and five digits.'));
    if (cell(PCN_NAME) === '') return answer(refused('The name of the PCN is missing.'));
    if (cell(PCN_SUB_ICB) === '') return answer(refused('The sub-ICB location of the PCN, which tells the place, is missing.'));
    const validFrom = nationalDay(cell(START));
    const validUntil = cell(END) === '' ? null : nationalDay(cell(END));
    if (validFrom === undefined || validUntil === undefined) return answer(refused('A start or end date is not a day.'));
    if (validUntil !== null && validUntil < validFrom) return answer(refused('The end date is before the start date.'));
    if (!practices.has(code)) return answer(skipped(`Practice ${code} is not in the directory.`));

    const take = (): Outcome => {
      const place = placeOfSubIcb(cell(PCN_SUB_ICB));
      const pcn = pcns.find(cell(PCN), cell(PCN_NAME), place);
      const membership = { pcnCode: pcn.code, validFrom, validUntil };
      const toldBefore = told.get(code) ?? [];
      told.set(code, [...toldBefore, membership]);
      const change = withMembership(held.get(code) ?? [], membership, toldBefore);
      if (change.outcome === 'refused') {
        const { pcnCode, validFrom: since } = change.clash;
        return refused(`${code} would be in two PCNs at once: it is told or known to be in ${pcnCode} from ${since}.`);
      }
      held.set(code, change.memberships);
      if (change.outcome !== 'unchanged') changed.set(code, change.memberships);
      const renamed = pcns.keep(pcn, place);
      const outcome = change.outcome === 'unchanged' && renamed ? 'changed' : change.outcome;
      return { outcome, reason: outcome === 'unchanged' ? '' : pcnNameProblems(pcn.name).join(' ') };
    };
    return { row, code, start: validFrom, take };
  };

  // A practice's memberships follow one another, in whatever order the file lists them.
  const report = csvRows(csv)
    .map(read)
    .sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.row - b.row))
    .map(({ row, code, take }) => ({ row, code, ...take() }))
    .sort((a, b) => a.row - b.row);
  return { report, places: pcns.places(), pcns: pcns.kept(), memberships: changed };
}

const refused = (reason: string): Outcome => ({ outcome: 'refused', reason });
const skipped = (reason: string): Outcome => ({ outcome: 'skipped', reason });
