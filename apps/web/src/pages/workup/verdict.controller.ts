import type { SignedInUser } from '@guardian/access';
import { gateVerdict, type Verdict } from '@guardian/casework';
import { PathwayDefinitions } from '@guardian/pathways';
import { Controller, Get, Param } from '@nestjs/common';
import { CurrentUser, May } from '../../http/signed-in';
import { Page } from '../../layout/page';
import { CaseDesk, type OpenedCase } from '../case/case-desk';
import { CaseFrame } from '../case/case-frame';
import { eventWords, namesIn } from '../case/event-words';
import { itemTag } from './workup-items';

/** How the gate was decided: which version of the pathway, which evidence, known since when, and whether it still stands (rule D7). */
@Controller('cases/:reference/workup/verdict')
@May('see-patients')
export class VerdictController {
  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
    private readonly definitions: PathwayDefinitions,
  ) {}

  @Get()
  async verdict(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    const verdict = gateVerdict(opened.events);
    return new Page('pages/workup/verdict.njk', {
      ...(await this.frame.around(opened, 'workup')),
      verdict: verdict && {
        ...verdict,
        ...wordsOf(opened, verdict),
        definition: await this.definitions.get(verdict.pathway.id, verdict.pathway.version),
      },
    });
  }
}

function wordsOf({ events, state }: OpenedCase, { entry, decision, items }: Verdict) {
  const recorded = (revision: number | null) => {
    const event = revision === null ? undefined : events[revision - 1];
    return event ? { by: event.metadata.actor.name, at: event.metadata.recordedAt } : null;
  };
  return {
    // Words about another patient are hidden; that it was decided stands (rule D5).
    words: { text: null, ...(state.moved.includes(entry) ? { title: 'A red flag' } : eventWords(decision, namesIn(events))) },
    recorded: recorded(entry),
    items: items.map((item) => ({ ...item, tag: itemTag(item.status), known: recorded(item.saidBy) })),
    takenBack: items.filter(({ takenBackSince }) => takenBackSince).map(({ name }) => name),
  };
}
