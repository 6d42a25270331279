import type { Scope } from '@guardian/access';
import { CoordinatorsOf, limitsByStep } from '@guardian/caseload';
import type { PathwayDefinitions } from '@guardian/pathways';
import type { QueryBus } from '@nestjs/cqrs';
import { newForm } from '../../http/form';
import { namedChoices } from '../../layout/choices';
import type { Renderer } from '../../layout/renderer';
import { type Allowed, readAddress, type AddressQuery } from './address';
import { caseloadFilters, type Filter, SORTS } from './caseload-filters';
import type { ListDesk } from './list-desk';
import { Remembered } from './remembered';

export const SIZES = { '25': 25, '50': 50, '100': 100 } as const;
export type SizeWord = keyof typeof SIZES;

/** What an address sets, checked. */
export type Given = Readonly<Record<string, string | undefined>>;

const MOST_PANELS = 50;

/** What somebody can choose from on the caseload page, and what the codes in its rows are called. */
interface Offer {
  readonly filters: readonly Filter[];
  readonly allowed: Allowed;
  readonly practices: ReadonlyMap<string, string>;
  readonly pathways: ReadonlyMap<string, string>;
  readonly limits: Awaited<ReturnType<typeof limitsByStep>>;
  /** HTML of the filters, by what is chosen in them: the same few choices are made all day, and to write some hundred options costs
   * as much as the rows. */
  readonly panels: Map<string, string>;
}

/** Offers by scope. They follow the directory, the pathways and the coordinators within ten seconds. */
export class CaseloadChoices {
  private readonly offers = new Remembered<Offer>(10_000);

  constructor(
    private readonly queries: QueryBus,
    private readonly desk: ListDesk,
    private readonly definitions: PathwayDefinitions,
    private readonly renderer: Renderer,
  ) {}

  /** The offer, and what the address chooses from it. Throws InputRefused for what it does not hold. */
  async read(scope: Scope, query: AddressQuery): Promise<{ offer: Offer; given: Given }> {
    const key = `${this.desk.today} ${scope.kind} ${scope.code} ${scope.mayReadPatients}`;
    const offer = await this.offers.get(key, () => this.offerTo(scope));
    try {
      return { offer, given: readAddress(query, offer.allowed) };
    } catch {
      // perhaps it is newer than what is remembered
      const newer = await this.offers.again(key, () => this.offerTo(scope));
      return { offer: newer, given: readAddress(query, newer.allowed) };
    }
  }

  panel({ filters, panels }: Offer, given: Given): string {
    const words = JSON.stringify(given);
    const known = panels.get(words);
    if (known !== undefined) return known;
    const panel = this.renderer.render('pages/caseload/caseload-filters.njk', {
      form: newForm(Object.fromEntries(Object.entries(given).filter((word): word is [string, string] => word[1] !== undefined))),
      often: filters.filter(({ often }) => often),
      others: filters.filter(({ often }) => !often),
      othersOpen: filters.some(({ name, often }) => !often && given[name]),
      kept: Object.entries({ sort: given['sort'], size: given['size'] }).filter(([, value]) => value),
    });
    if (panels.size >= MOST_PANELS) panels.clear();
    panels.set(words, panel);
    return panel;
  }

  private async offerTo(scope: Scope): Promise<Offer> {
    const [pcns, practices, pathways, coordinators, limits] = await Promise.all([
      this.desk.pcnsOf(scope),
      this.desk.practicesOf(scope),
      this.desk.pathways(),
      this.queries.execute(new CoordinatorsOf(scope)),
      limitsByStep(this.definitions),
    ]);
    const filters = caseloadFilters({
      pcns: namedChoices(pcns),
      practices: namedChoices(practices),
      pathways,
      coordinators: coordinators.map(({ id, name }) => ({ value: id, text: name })),
    });
    const values = Object.fromEntries(filters.map(({ name, choices }) => [name, choices.map(({ value }) => value)]));
    return {
      filters,
      allowed: { ...values, sort: Object.keys(SORTS), size: Object.keys(SIZES) },
      practices: new Map(practices.map(({ code, name }) => [code, name])),
      pathways: new Map(pathways.map(({ value, text }) => [value, text])),
      limits,
      panels: new Map(),
    };
  }
}
