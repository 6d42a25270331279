import { CLOCK } from '@guardian/casework';
import { type CalendarDay, type Clock, longDate, today } from '@guardian/kernel';
import { clocks, type Fact, factName, type HospitalFactKind, isHospitalFactKind } from '@guardian/waiting-times';
import { Controller, Get, Inject, Query as Asked } from '@nestjs/common';
import { Day } from '../../http/fields';
import { type FormState, newForm, parseForm, withError } from '../../http/form';
import type { InputClass } from '../../http/strict-input';
import { Public } from '../../http/signed-in';
import { Page, SeeOther } from '../../layout/page';
import { threeBoxes } from '../case/three-boxes';
import { addDetails, detailFields, detailsOf, factChoices } from '../hospital-facts/fact-forms';
import { addressOf, type Calculation, factTexts, fitsAddress, inDateOrder, type Query, readAddress, TOO_LONG } from './clock-address';
import { cancerCards, earlierPeriods, rttCard, testCard, whyEach } from './clock-words';
import { EXAMPLES } from './worked-examples';

class AsOfForm {
  @Day({ label: 'The day', required: 'Enter the day on which to read the clocks' })
  asOf: CalendarDay;
}

class DatedFact {
  @Day({ label: 'The date', required: 'Enter the date on which it happened' })
  happenedOn: CalendarDay;
}

const forms = new Map<HospitalFactKind, InputClass<DatedFact>>();

function formOf(kind: HospitalFactKind): InputClass<DatedFact> {
  const made = forms.get(kind);
  if (made) return made;
  class DatedFactOfKind extends DatedFact {}
  addDetails(DatedFactOfKind, kind);
  forms.set(kind, DatedFactOfKind);
  return DatedFactOfKind;
}

const dateFirst = (field: string): number => (field === 'happenedOn' ? 0 : 1);

/** The fields of one form, of all that stands in the address. */
const fieldsOf = (query: Query, ...begins: readonly string[]): Query =>
  Object.fromEntries(Object.entries(query).filter(([name]) => begins.some((begin) => name.startsWith(begin))));

/** A calculator for training: it knows no patient and stores nothing, so everybody may use it. Everything stands in the address. */
@Controller('clock')
@Public()
export class ClockController {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  @Get()
  calculator(@Asked() query: Query): Page | SeeOther {
    const calculation = readAddress(query, today(this.clock));
    const typed = fieldsOf(query, 'asOf');
    if (Object.keys(typed).length === 0) return calculatorPage(calculation);
    const form = parseForm(AsOfForm, typed);
    return form.ok ? new SeeOther(addressOf({ ...calculation, asOf: form.value.asOf })) : calculatorPage(calculation, form);
  }

  /** The date and details of a fact; with `save`, on to the calculator with it. `row` is the fact that it replaces. */
  @Get('fact')
  fact(@Asked() query: Query): Page | SeeOther {
    const calculation = readAddress(query, today(this.clock));
    const row = Number(query['row'] ?? NaN);
    const replaced = calculation.facts[row];
    const kind = replaced?.event ?? query['kind'];
    if (typeof kind !== 'string' || !isHospitalFactKind(kind))
      return calculatorPage(calculation, withError({}, 'kind', 'Select what happened'));
    const place = { calculation, kind, row: replaced ? row : null };
    if (query['save'] === undefined) return factPage(place, newForm(replaced ? typedOf(replaced) : {}));
    const typed = fieldsOf(query, 'happenedOn', 'detail-');
    const form = parseForm(formOf(kind), typed);
    // In the order of the fields: the rules of a kind come before those of every fact.
    if (!form.ok) return factPage(place, { ...form, errors: [...form.errors].sort((a, b) => dateFirst(a.field) - dateFirst(b.field)) });
    const fact = { date: form.value.happenedOn, event: kind, ...detailsOf(kind, form.value) };
    const facts = replaced ? calculation.facts.map((one, at) => (at === row ? fact : one)) : [...calculation.facts, fact];
    const changed = { ...calculation, facts: inDateOrder<Fact>(facts) };
    return fitsAddress(changed) ? new SeeOther(addressOf(changed)) : factPage(place, withError(typed, 'happenedOn', TOO_LONG));
  }
}

const status = (form: FormState): number => (form.errors.length > 0 ? 422 : 200);

function calculatorPage(calculation: Calculation, form: FormState = newForm()): Page {
  const { asOf, facts } = calculation;
  const read = clocks(facts, asOf);
  const model = {
    asOf,
    form: { ...form, typed: { ...threeBoxes('asOf', asOf), ...form.typed } },
    facts: facts.map((fact, row) => ({
      date: fact.date,
      later: fact.date > asOf,
      name: factName(fact.event),
      details: detailWords(fact),
      changeHref: `/clock/fact?row=${row}&${addressOf(calculation).split('?')[1]}`,
      removeHref: addressOf({ asOf, facts: facts.filter((other) => other !== fact) }),
    })),
    kept: { asOf, facts: factTexts(facts) },
    choices: factChoices(),
    cards: [rttCard(read.rtt, asOf), ...read.diagnostics.map((test) => testCard(test, asOf)), ...cancerCards(read.cancer, asOf)],
    earlier: earlierPeriods(read.rtt),
    why: whyEach(read.explanation),
    warnings: read.warnings,
    examples: EXAMPLES,
  };
  return new Page('pages/clock/clock.njk', model, status(form));
}

function factPage(
  { calculation, kind, row }: { calculation: Calculation; kind: HospitalFactKind; row: number | null },
  form: FormState,
): Page {
  const model = {
    form,
    kind,
    row,
    name: factName(kind),
    details: detailFields(kind),
    kept: { asOf: calculation.asOf, facts: factTexts(calculation.facts) },
    back: addressOf(calculation),
  };
  return new Page('pages/clock/fact.njk', model, status(form));
}

/** What the form of a fact holds when it is opened again. */
function typedOf(fact: Fact): FormState['typed'] {
  const details = detailFields(fact.event).map(({ name, key, shape }) => {
    const value = fact[key];
    if (value === undefined) return {};
    if (shape === 'date') return threeBoxes(name, value as CalendarDay);
    return { [name]: shape === 'yes-no' ? (value === true ? 'yes' : 'no') : String(value) };
  });
  return Object.assign(threeBoxes('happenedOn', fact.date), ...details) as FormState['typed'];
}

/** "Service: Consultant led; Straight to test: yes". */
function detailWords(fact: Fact): string {
  return detailFields(fact.event)
    .flatMap(({ key, label, shape, choices }) => {
      const value = fact[key];
      if (value === undefined) return [];
      const chosen = choices?.find((choice) => choice.value === value)?.text;
      const words =
        shape === 'date' ? longDate(value as CalendarDay) : shape === 'yes-no' ? (value === true ? 'yes' : 'no') : String(value);
      return [`${label}: ${chosen ?? words}`];
    })
    .join('; ');
}
