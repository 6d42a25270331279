import type { Account } from '@guardian/access';
import { Directory } from '@guardian/directory';
import { Injectable } from '@nestjs/common';
import type { Choice } from '../../layout/choices';
import { ListDesk } from '../caseload/list-desk';

type AccountScope = Account['scope'];

const KINDS = { place: 'Place', pcn: 'PCN', practice: 'Practice' } as const;
const EVERYWHERE = 'Everywhere';

/** Whose patients somebody can be concerned with, as the directory knows them today. */
@Injectable()
export class Scopes {
  constructor(
    private readonly directory: Directory,
    private readonly desk: ListDesk,
  ) {}

  /** `kind:code` each; the one that somebody has now is among them, also when the directory does not know it any more. */
  async choices(now?: AccountScope): Promise<Choice[]> {
    const known = await this.known();
    const all = [...known].map(([value, text]) => ({ value, text }));
    const has = now && keyOf(now);
    return has === undefined || known.has(has) ? all : [...all, { value: has, text: `${has} (not in the directory today)` }];
  }

  async words(): Promise<(scope: AccountScope) => string> {
    const known = await this.known();
    return (scope) => known.get(keyOf(scope)) ?? keyOf(scope);
  }

  /** Undefined: there is none such. */
  async read(key: string): Promise<AccountScope | undefined> {
    if (!(await this.known()).has(key)) return undefined;
    const [kind, code = ''] = key.split(':');
    return { kind: kind as AccountScope['kind'], code };
  }

  private async known(): Promise<ReadonlyMap<string, string>> {
    const { today } = this.desk;
    const [place, pcn, practice] = await Promise.all([
      this.directory.places(),
      this.directory.pcns(today),
      this.directory.practices(today),
    ]);
    const lines = Object.entries({ place, pcn, practice }).flatMap(([kind, all]) =>
      all.map(({ code, name }) => [`${kind}:${code}`, `${KINDS[kind as keyof typeof KINDS]}: ${name}`] as const),
    );
    return new Map([['everywhere:', EVERYWHERE], ...lines]);
  }
}

const keyOf = ({ kind, code }: AccountScope): string => `${kind}:${code}`;
