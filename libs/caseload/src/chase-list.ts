import { readPatients, type Scope } from '@guardian/access';
import { type CalendarDay, WorkingDays } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import { readRows } from '@guardian/projections';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { Conditions } from './conditions';
import { CASES_WITH_PATIENTS, LISTED, type ListedCase } from './listed-case';
import { RankedCases } from './ranked-cases';
import { momentOn, type Rankable, rankKey, type Reason, reasonsFor, type StepLimit } from './ranking';
import { limitsByStep } from './step-limits';

/** Cases of one hospital and specialty with something to ask there: one call can speak of all of them. */
export interface ChaseGroup {
  readonly providerCode: string;
  readonly providerName: string;
  readonly specialty: string;
  readonly cases: number;
  /** Of them those whose date has passed. */
  readonly late: number;
  /** The first date that passed, or passes. */
  readonly dueOn: CalendarDay;
}

export interface ChasedCase extends ListedCase {
  readonly reasons: readonly Reason[];
}

export interface ChaseListView {
  /** Most late ones first. */
  readonly groups: readonly ChaseGroup[];
  /** Of the group that was asked for, most pressing first. */
  readonly cases: readonly ChasedCase[];
}

/** What waits for a hospital and is due within the week. Throws NotAllowed for a scope that may not read patients. */
export class ChaseList extends Query<ChaseListView> {
  constructor(
    readonly scope: Scope,
    readonly today: CalendarDay,
    readonly of?: Pick<ChaseGroup, 'providerCode' | 'specialty'>,
    readonly most = 100,
  ) {
    super();
  }
}

/** Rules about which a hospital's booking office can do something. */
const CHASED: readonly string[] = [
  'step-target',
  'silence',
  'appointment-to-rebook',
  'deferred-to-provider',
  'ers-lapse',
  'expedite-not-answered',
];

type AtHospital = Pick<ChaseGroup, 'providerCode' | 'providerName' | 'specialty'> & { readonly caseId: string };

@QueryHandler(ChaseList)
export class ChaseListHandler implements IQueryHandler<ChaseList> {
  private readonly workingDays = new WorkingDays();

  constructor(
    private readonly database: DataSource,
    private readonly definitions: PathwayDefinitions,
  ) {}

  async execute({ scope, today, of, most }: ChaseList): Promise<ChaseListView> {
    const where = new Conditions(scope).add(`c.next_mover = 'hospital'`).add('c.provider_code is not null');
    const at = momentOn(today, this.workingDays);
    const toChase = (one: Rankable, limit: StepLimit | undefined): Reason[] =>
      reasonsFor(one, limit, at).filter(({ rule }) => CHASED.includes(rule));
    const [cases, rows, limits] = await Promise.all([
      RankedCases.read(this.database, where),
      readRows<AtHospital>(
        this.database,
        `select c.case_id as "caseId", c.provider_code as "providerCode", c.provider_name as "providerName", c.specialty
           from caseload_case c ${where.sql}`,
        where.values,
      ),
      limitsByStep(this.definitions),
    ]);
    const places = new Map(rows.map((row) => [row.caseId, row]));
    const groups = new Map<string, ChaseGroup>();
    const wanted: { readonly caseId: string; readonly reasons: readonly Reason[]; readonly key: string }[] = [];
    cases.forEach((one) => {
      const place = places.get(one.caseId);
      const reasons = place ? toChase(one, limits(one)) : [];
      const [top] = reasons;
      if (!place || !top) return;
      const { providerCode, specialty } = place;
      const group = groups.get(`${providerCode} ${specialty}`) ?? { ...place, cases: 0, late: 0, dueOn: top.dueOn };
      groups.set(`${providerCode} ${specialty}`, {
        ...{ providerCode, providerName: place.providerName, specialty },
        cases: group.cases + 1,
        late: group.late + (top.dueOn < today ? 1 : 0),
        dueOn: top.dueOn < group.dueOn ? top.dueOn : group.dueOn,
      });
      if (of?.providerCode === providerCode && of.specialty === specialty)
        wanted.push({ caseId: one.caseId, reasons, key: `${rankKey(top)} ${one.referredOn} ${one.caseId}` });
    });
    return {
      groups: [...groups.values()].sort((a, b) => b.late - a.late || b.cases - a.cases || (a.dueOn < b.dueOn ? -1 : 1)),
      cases: await this.listed(scope, wanted.sort((a, b) => (a.key < b.key ? -1 : 1)).slice(0, most)),
    };
  }

  private async listed(
    scope: Scope,
    wanted: readonly { readonly caseId: string; readonly reasons: readonly Reason[] }[],
  ): Promise<ChasedCase[]> {
    if (wanted.length === 0) return [];
    const listing = `select ${LISTED} from ${CASES_WITH_PATIENTS} where c.case_id = any($1)`;
    const found = await readPatients<ListedCase>(this.database, scope, listing, [wanted.map(({ caseId }) => caseId)]);
    const byId = new Map(found.map((one) => [one.caseId, one]));
    return wanted.flatMap(({ caseId, reasons }) => {
      const one = byId.get(caseId);
      return one ? [{ ...one, reasons }] : [];
    });
  }
}
