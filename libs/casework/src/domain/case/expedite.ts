import { type CalendarDay, WorkingDays } from '@guardian/kernel';
import type { Addressee, ContactMeans, ExpediteCriterion, ExpediteEvent } from './events';
import type { Expedite } from './safety';
import { allThreads, threadOf } from './said';
import { alive, type CaseState, type Decides, type Evolves, happenedOn, refuse, words } from './state';

export type ExpediteCommand =
  | {
      readonly type: 'RequestExpedite';
      readonly criterion: ExpediteCriterion;
      readonly to: Addressee;
      /** What is new, and why the patient cannot wait. */
      readonly grounds: string;
    }
  | {
      readonly type: 'AnswerExpedite';
      readonly expediteId: string;
      readonly on: CalendarDay;
      readonly outcome: 'agreed' | 'declined';
      readonly answeredBy: string;
      readonly reply: string;
    }
  | {
      readonly type: 'TellExpediteAnswer';
      readonly expediteId: string;
      readonly who: 'patient' | 'referrer';
      readonly on: CalendarDay;
      readonly how: ContactMeans;
    };

const workingDays = new WorkingDays();

export const decideExpedite: Decides<ExpediteCommand> = {
  RequestExpedite({ criterion, to, grounds }, state, { today, limit }) {
    alive(state);
    words('who is asked', to.name);
    words('what is new', grounds);
    const waiting = allThreads(state.safety.expedites).find(({ outcome }) => outcome === null);
    if (waiting) refuse('ExpediteOpen', `${waiting.to.name} has been asked already and has not answered.`, { expediteId: waiting.id });
    const expediteId = `x${state.entries.filter((type) => type === 'ExpediteRequested').length + 1}`;
    const answerBy = workingDays.add(today, limit('expediteAnswerWorkingDays'));
    return [{ type: 'ExpediteRequested', data: { expediteId, on: today, criterion, to, answerBy, personal: { grounds } } }];
  },

  AnswerExpedite({ expediteId, on, outcome, answeredBy, reply }, state, { today }) {
    if (expediteOf(expediteId, state).outcome !== null) return [];
    happenedOn('The date of the answer', on, state, today);
    words('who answered', answeredBy);
    words('the reply', reply);
    return [{ type: 'ExpediteAnswered', data: { expediteId, on, outcome, answeredBy, personal: { reply } } }];
  },

  TellExpediteAnswer({ expediteId, who, on, how }, state, { today }) {
    const expedite = expediteOf(expediteId, state);
    if (expedite.outcome === null) refuse('ExpediteNotAnswered', 'There is no answer to tell yet.', { expediteId });
    if (who === 'patient' ? expedite.patientTold : expedite.referrerTold) return [];
    happenedOn('The date', on, state, today);
    return [{ type: 'ExpediteAnswerTold', data: { expediteId, who, on, how } }];
  },
};

function expediteOf(expediteId: string, state: CaseState): Expedite {
  return (
    threadOf(state.safety.expedites, expediteId) ??
    refuse('ExpediteNotFound', 'There is no such expedite request on this case.', { expediteId })
  );
}

const same = (state: CaseState): CaseState => state;

/** What they change stands in safety.ts. */
export const evolveExpedite: Evolves<ExpediteEvent> = {
  ExpediteRequested: same,
  ExpediteAnswered: same,
  ExpediteAnswerTold: same,
};
