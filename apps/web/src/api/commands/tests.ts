import type { CalendarDay } from '@guardian/kernel';
import { Choice, Day, Text } from '../../http/fields';
import { Is, YesNo } from '../json-fields';
import { type CaseAt, exactly, takes } from './command-input';

const URGENCIES = ['routine', 'urgent'] as const;
const OUTCOMES = ['normal', 'abnormal', 'needs-action'] as const;
const CANCELLED_BY = ['patient', 'provider', 'referrer'] as const;

/** A test of this case: `t1`, `t2` and so on. */
const TestId = () => Text({ label: 'The test', required: 'Enter the id of the test' });

class OrderDiagnostic {
  @Is('OrderDiagnostic')
  type: 'OrderDiagnostic';

  /** A code of the pathway's tests. */
  @Text({ label: 'The test', required: 'Enter the code of the test' })
  test: string;

  /** Code of the provider that is asked. */
  @Text({ label: 'The site', required: 'Enter the code of the provider' })
  site: string;

  @Choice({ label: 'the urgency', from: URGENCIES, required: 'Select routine or urgent' })
  urgency: (typeof URGENCIES)[number];

  @Text({ label: 'The clinical question', max: 2_000, required: 'Enter the clinical question' })
  question: string;

  @YesNo({ label: 'Whether the patient was told', required: 'Say whether the patient was told' })
  patientTold: boolean;
}

class BookDiagnostic {
  @Is('BookDiagnostic')
  type: 'BookDiagnostic';

  @TestId()
  testId: string;

  @Day({ label: 'The date of the test', required: 'Enter the date of the test' })
  forOn: CalendarDay;
}

class PerformDiagnostic {
  @Is('PerformDiagnostic')
  type: 'PerformDiagnostic';

  @TestId()
  testId: string;

  @Day({ label: 'The date of the test', required: 'Enter the date of the test' })
  on: CalendarDay;
}

class MissDiagnostic {
  @Is('MissDiagnostic')
  type: 'MissDiagnostic';

  @TestId()
  testId: string;

  @Day({ label: 'The date of the missed test', required: 'Enter the date of the missed test' })
  on: CalendarDay;

  @Text({ label: 'The reason', max: 500 })
  reason?: string;
}

class CancelDiagnostic {
  @Is('CancelDiagnostic')
  type: 'CancelDiagnostic';

  @TestId()
  testId: string;

  @Choice({ label: 'who cancelled', from: CANCELLED_BY, required: 'Select who cancelled' })
  by: (typeof CANCELLED_BY)[number];

  @YesNo({ label: 'Whether the test is still wanted', required: 'Say whether the test is still wanted' })
  stillWanted: boolean;
}

class ReportDiagnostic {
  @Is('ReportDiagnostic')
  type: 'ReportDiagnostic';

  @TestId()
  testId: string;

  @Day({ label: 'The date of the report', required: 'Enter the date of the report' })
  on: CalendarDay;

  @Choice({ label: 'the outcome', from: OUTCOMES, required: 'Select the outcome' })
  outcome: (typeof OUTCOMES)[number];

  @Text({ label: 'The summary', max: 2_000 })
  summary?: string;
}

class AcknowledgeDiagnostic {
  @Is('AcknowledgeDiagnostic')
  type: 'AcknowledgeDiagnostic';

  @TestId()
  testId: string;

  @Text({ label: 'The name of the clinician', required: 'Enter the name of the clinician' })
  clinician: string;

  @Text({ label: 'The next step', max: 2_000, required: 'Enter the next step' })
  nextStep: string;

  @Text({ label: 'Who does the next step' })
  owner?: string;

  @Day({ label: 'The date it is due' })
  dueOn?: CalendarDay;
}

class TellDiagnosticResult {
  @Is('TellDiagnosticResult')
  type: 'TellDiagnosticResult';

  @TestId()
  testId: string;

  @Text({ label: 'How the patient was told', required: 'Enter how the patient was told' })
  how: string;
}

class ReuseExistingResult {
  @Is('ReuseExistingResult')
  type: 'ReuseExistingResult';

  @Text({ label: 'The item', required: 'Enter the code of an agreed item' })
  item: string;

  @Day({ label: 'The date of the test', required: 'Enter the date of the test' })
  performedOn: CalendarDay;

  @Text({ label: 'Where it comes from', required: 'Enter where the result comes from' })
  source: string;

  @Text({ label: 'The summary', max: 2_000 })
  summary?: string;
}

export const testCommands = {
  OrderDiagnostic: takes(OrderDiagnostic, async (given, known, at: CaseAt) => ({
    ...given,
    ...(await known.test('test', given.test, at.opened)),
    site: await known.provider('site', given.site),
  })),
  BookDiagnostic: exactly(BookDiagnostic),
  PerformDiagnostic: exactly(PerformDiagnostic),
  MissDiagnostic: takes(MissDiagnostic, (given) => ({ reason: '', ...given })),
  CancelDiagnostic: exactly(CancelDiagnostic),
  ReportDiagnostic: takes(ReportDiagnostic, (given) => ({ summary: '', ...given })),
  AcknowledgeDiagnostic: takes(AcknowledgeDiagnostic, (given) => ({ owner: null, dueOn: null, ...given })),
  TellDiagnosticResult: exactly(TellDiagnosticResult),
  ReuseExistingResult: takes(ReuseExistingResult, (given) => ({ summary: '', ...given })),
};
