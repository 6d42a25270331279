import { specFor } from '@guardian/kernel/spec';
import { caseDecider } from './case';
import { closed, context, received } from './case.examples';
import type { CaseEvent } from './events';

const { given } = specFor(caseDecider, context);
const erased: CaseEvent = { type: 'CaseErased', data: {} };

describe('the case of a patient who is erased', () => {
  it('is closed, and marked once', () => {
    given(received, closed).when({ type: 'EraseCase' }).then(erased);
    given(received, closed, erased).when({ type: 'EraseCase' }).thenNothing();
    given(received).when({ type: 'EraseCase' }).thenRefused('CaseStillOpen');
    given().when({ type: 'EraseCase' }).thenRefused('CaseNotFound');
  });

  it('takes nothing any more, and is not opened again', () => {
    given(received, closed, erased).when({ type: 'ReopenCase', reason: 'Pain again' }).thenRefused('RecordErased');
    given(received, closed, erased).when({ type: 'CorrectEntry', entry: 1, correction: 'x', reason: 'y' }).thenRefused('RecordErased');
  });
});
