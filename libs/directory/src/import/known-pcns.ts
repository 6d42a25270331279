import { type Pcn, type Place } from '../entities';
import { readableName, slug } from '../names';

/** The PCNs of the directory while a file is read: found by national code, and by name those that have none yet. */
export class KnownPcns {
  private readonly pcns: Map<string, Pcn>;
  private readonly changed = new Map<string, Pcn>();
  private readonly newPlaces = new Map<string, Place>();

  constructor(known: readonly Pcn[]) {
    this.pcns = new Map(known.map((pcn) => [pcn.code, pcn]));
  }

  /** The PCN as the file has it. Guardian's own code and place stay; a name that differs in capitals only stays too. */
  find(nationalCode: string, fileName: string, place: Place): Pcn {
    const name = readableName(fileName);
    const all = [...this.pcns.values()];
    const before =
      all.find((pcn) => pcn.nationalCode === nationalCode) ?? all.find((pcn) => pcn.nationalCode === null && slug(pcn.name) === slug(name));
    if (before === undefined) return { code: nationalCode, name, nationalCode, placeCode: place.code };
    return { ...before, nationalCode, name: slug(before.name) === slug(name) ? before.name : name };
  }

  /** True when it was known and the file changed it. */
  keep(pcn: Pcn, place: Place): boolean {
    const before = this.pcns.get(pcn.code);
    if (before?.name === pcn.name && before.nationalCode === pcn.nationalCode) return false;
    if (before === undefined) this.newPlaces.set(place.code, place);
    this.pcns.set(pcn.code, pcn);
    this.changed.set(pcn.code, pcn);
    return before !== undefined;
  }

  kept(): Pcn[] {
    return [...this.changed.values()];
  }

  places(): Place[] {
    return [...this.newPlaces.values()];
  }
}
