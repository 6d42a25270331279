// What may be recorded of a test after it was ordered: one form each.
import type { SignedInUser } from '@guardian/access';
import type { CaseCommand } from '@guardian/casework';
import type { CalendarDay } from '@guardian/kernel';
import { Choice, Day, Text } from '../../http/fields';
import { type FormState, parseForm, withError } from '../../http/form';
import type { FieldError } from '../../http/input-errors';
import type { Posted } from '../../http/posted';
import type { InputClass } from '../../http/strict-input';
import type { Page, SeeOther } from '../../layout/page';
import type { CaseDesk, CaseForm } from '../case/case-desk';
import { threeBoxes } from '../case/three-boxes';
import type { TestStepName } from './test-list';

interface StepForm<T extends object> {
  readonly shape: InputClass<T>;
  readonly field: keyof T & string;
  readonly typed: (today: CalendarDay, user: SignedInUser) => FormState['typed'];
  /** What only two commands together would find out, when the first is done already. */
  readonly problem?: (value: T, today: CalendarDay) => FieldError | undefined;
  readonly commands: (value: T, testId: string) => CaseCommand | readonly CaseCommand[];
  readonly notice: string;
}

export interface TestStep {
  readonly typed: StepForm<object>['typed'];
  post(desk: CaseDesk, posted: Posted, testId: string, page: CaseForm<object>['page']): Promise<Page | SeeOther>;
}

const step = <T extends object>({ typed, problem, ...form }: StepForm<T>): TestStep => ({
  typed,
  post: async (desk, posted, testId, page) => {
    const parsed = parseForm(form.shape, posted.body);
    const found = parsed.ok && problem?.(parsed.value, desk.today);
    if (found) return page(await desk.open(posted.user, posted.reference), withError(posted.body, found.field, found.message), 422);
    return desk.post(posted, {
      ...form,
      page,
      commands: (value) => form.commands(value, testId),
      to: (_, { reference }) => `/cases/${reference}/tests`,
    });
  },
});

class BookForm {
  @Day({ label: 'The date of the test', required: 'Enter the date of the test' })
  forOn: CalendarDay;
}

class DoneForm {
  @Day({ label: 'The date of the test', required: 'Enter the date of the test' })
  on: CalendarDay;
}

class MissedForm {
  @Day({ label: 'The date of the missed test', required: 'Enter the date of the missed test' })
  on: CalendarDay;

  @Text({ label: 'The reason', max: 500, required: 'Enter the reason, or that it is not known' })
  reason: string;

  @Day({ label: 'The new date' })
  rebookedFor?: CalendarDay;
}

const CANCELLED_BY = ['patient', 'provider', 'referrer'] as const;

class CancelledForm {
  @Choice({ label: 'who cancelled', from: CANCELLED_BY, required: 'Select who cancelled it' })
  by: (typeof CANCELLED_BY)[number];

  @Choice({ label: 'the answer', from: ['yes', 'no'], required: 'Select whether the test is still wanted' })
  stillWanted: 'yes' | 'no';
}

const OUTCOMES = ['normal', 'abnormal', 'needs-action'] as const;

class ResultForm {
  @Day({ label: 'The date the test was done', required: 'Enter the date the test was done' })
  on: CalendarDay;

  @Choice({ label: 'the result', from: OUTCOMES, required: 'Select what the result is' })
  outcome: (typeof OUTCOMES)[number];

  @Text({ label: 'The summary', max: 2_000, required: 'Enter what the result says' })
  summary: string;
}

class ReviewForm {
  @Text({ label: 'The name of the clinician', required: 'Enter the clinician who reviewed the result' })
  clinician: string;

  @Text({ label: 'What happens next', max: 2_000, required: 'Enter what happens next' })
  nextStep: string;

  @Text({ label: 'The name of who acts on it' })
  owner?: string;

  @Day({ label: 'The date to act by' })
  dueOn?: CalendarDay;
}

class ToldForm {
  @Text({ label: 'How the patient was told', required: 'Enter how the patient was told' })
  how: string;
}

export const testSteps: Readonly<Record<TestStepName, TestStep>> = {
  book: step({
    shape: BookForm,
    field: 'forOn',
    typed: () => ({}),
    commands: ({ forOn }, testId) => ({ type: 'BookDiagnostic', testId, forOn }),
    notice: 'The date of the test is saved.',
  }),
  done: step({
    shape: DoneForm,
    field: 'on',
    typed: (today) => threeBoxes('on', today),
    commands: ({ on }, testId) => ({ type: 'PerformDiagnostic', testId, on }),
    notice: 'Saved. The result is awaited now.',
  }),
  missed: step({
    shape: MissedForm,
    field: 'on',
    typed: (today) => threeBoxes('on', today),
    problem: ({ rebookedFor }, today) =>
      rebookedFor !== undefined && rebookedFor < today
        ? { field: 'rebookedFor', message: 'The new date must be today or later' }
        : undefined,
    commands: ({ on, reason, rebookedFor }, testId) => [
      { type: 'MissDiagnostic', testId, on, reason },
      ...(rebookedFor ? [{ type: 'BookDiagnostic', testId, forOn: rebookedFor } as const] : []),
    ],
    notice: 'The missed test is saved. Without a new date it stays on the worklist.',
  }),
  cancelled: step({
    shape: CancelledForm,
    field: 'by',
    typed: () => ({}),
    commands: ({ by, stillWanted }, testId) => ({ type: 'CancelDiagnostic', testId, by, stillWanted: stillWanted === 'yes' }),
    notice: 'The cancellation is saved. A test that is still wanted stays on the worklist until it has a new date.',
  }),
  result: step({
    shape: ResultForm,
    field: 'on',
    typed: (today) => threeBoxes('on', today),
    commands: ({ on, outcome, summary }, testId) => ({ type: 'ReportDiagnostic', testId, on, outcome, summary }),
    notice: 'The result is saved. A clinician has to review it within 2 working days.',
  }),
  review: step({
    shape: ReviewForm,
    field: 'owner',
    typed: (_today, { role, name }) => (role === 'clinician' ? { clinician: name } : {}),
    commands: ({ clinician, nextStep, owner = null, dueOn = null }, testId) => ({
      type: 'AcknowledgeDiagnostic',
      testId,
      clinician,
      nextStep,
      owner,
      dueOn,
    }),
    notice: 'The review is saved. The patient is to be told.',
  }),
  told: step({
    shape: ToldForm,
    field: 'how',
    typed: () => ({}),
    commands: ({ how }, testId) => ({ type: 'TellDiagnosticResult', testId, how }),
    notice: 'Saved: the patient knows the result.',
  }),
};
