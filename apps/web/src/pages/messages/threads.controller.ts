import { roleMay, type SignedInUser } from '@guardian/access';
import { allThreads, threadOf } from '@guardian/casework';
import type { CaseEvent, CaseEventOf, Correspondent, Side } from '@guardian/casework/events';
import { Directory } from '@guardian/directory';
import { limitOn } from '@guardian/pathways';
import { Controller, Get, Param, Post } from '@nestjs/common';
import { type FormState, newForm } from '../../http/form';
import { InputRefused, NotFound } from '../../http/input-errors';
import { Posted } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { choices, namedChoices } from '../../layout/choices';
import { Page, type SeeOther } from '../../layout/page';
import { priorityWords, roleWords } from '../../layout/words';
import { CaseDesk, type OpenedCase } from '../case/case-desk';
import { CaseFrame } from '../case/case-frame';
import { PRACTICE_HIDDEN } from '../case/restricted';
import { MESSAGE_OUTCOMES } from '../case/event-words';
import { ListDesk } from '../caseload/list-desk';
import { ANSWERS, AnswerForm, CloseForm, FROM, KINDS, OUTCOMES, ReadForm, ReferForm, SendForm, YES_NO } from './message-forms';

/** Threads between clinicians on one case: asked, read, answered by a time, closed, or become a referral. */
@Controller('cases/:reference/messages')
export class ThreadsController {
  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
    private readonly lists: ListDesk,
    private readonly directory: Directory,
  ) {}

  @Get()
  @May('see-patients')
  async threads(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    const threads = allThreads(opened.state.safety.messages).map((thread) => ({ ...thread, about: KINDS[thread.kind] }));
    return new Page('pages/messages/threads.njk', {
      ...(await this.frame.around(opened, 'messages')),
      open: threads.filter(({ outcome }) => outcome === null),
      closed: threads.flatMap((thread) => (thread.outcome === null ? [] : [{ ...thread, closed: MESSAGE_OUTCOMES[thread.outcome] }])),
    });
  }

  @Get('new')
  @May('work-cases')
  async sendForm(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    const { holder } = opened.state;
    const others = holder ? { name: holder.name, organisation: holder.organisation } : {};
    return this.sendPage(opened, newForm({ from: 'service', kind: 'question', urgent: 'no', mayRefer: 'no', ...others }));
  }

  @Post('new')
  @May('work-cases')
  @FormRoute()
  send(@Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: SendForm,
      field: 'text',
      page: (opened, form, status) => this.sendPage(opened, form, status),
      commands: ({ from, kind, urgent, mayRefer, text, name, role, organisation: shown }, { user, state }) => {
        const organisation = shown === PRACTICE_HIDDEN ? (state.holder?.organisation ?? shown) : shown;
        const [by, to] = from === 'service' ? [ours(user), { name, role, organisation }] : [{ name, role, organisation }, ours(user)];
        return { type: 'SendMessage', from, by, to, kind, urgent: urgent === 'yes', mayRefer: mayRefer === 'yes', text };
      },
      notice: 'The message is saved. It stays in the box until it is answered.',
      to: (_, { reference }) => `/cases/${reference}/messages`,
    });
  }

  @Get(':thread')
  @May('see-patients')
  async thread(@CurrentUser() user: SignedInUser, @Param('reference') reference: string, @Param('thread') threadId: string): Promise<Page> {
    return this.page(await this.desk.open(user, reference), threadId, newForm());
  }

  @Post(':thread/answer')
  @May('work-cases')
  @FormRoute()
  answer(@Param('thread') threadId: string, @Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.post(posted, threadId, {
      shape: AnswerForm,
      field: 'text',
      commands: ({ from, answer, text }, opened) => ({
        ...{ type: 'AnswerMessage', threadId, from, answer, text },
        by: from === 'service' ? ours(opened.user) : threadIn(opened, threadId).others,
      }),
      notice: 'The message is saved.',
    });
  }

  @Post(':thread/read')
  @May('work-cases')
  @FormRoute()
  read(@Param('thread') threadId: string, @Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.post(posted, threadId, {
      shape: ReadForm,
      field: 'readBy',
      commands: ({ readBy }) => ({ type: 'ReadMessage', threadId, by: readBy }),
      notice: 'Read.',
    });
  }

  @Post(':thread/close')
  @May('work-cases')
  @FormRoute()
  close(@Param('thread') threadId: string, @Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.post(posted, threadId, {
      shape: CloseForm,
      field: 'outcome',
      commands: ({ outcome }) => ({ type: 'CloseMessageThread', threadId, outcome }),
      notice: 'The thread is closed.',
    });
  }

  @Get(':thread/referral')
  @May('work-cases')
  async referForm(
    @CurrentUser() user: SignedInUser,
    @Param('reference') reference: string,
    @Param('thread') threadId: string,
  ): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    threadIn(opened, threadId);
    const received = opened.events[0]?.data as CaseEventOf<'ReferralReceived'>['data'];
    return this.referPage(opened, threadId, newForm({ reason: received.personal.reason, priority: opened.state.priority }));
  }

  @Post(':thread/referral')
  @May('work-cases')
  @FormRoute()
  refer(@Param('thread') threadId: string, @Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: ReferForm,
      field: 'reason',
      page: (opened, form, status) => this.referPage(opened, threadId, form, status),
      commands: async ({ pathway, priority, provider: code, reason }, { row }) => {
        const practice = await this.directory.practice(row.practiceCode, this.desk.today);
        if (!practice) throw new InputRefused([{ field: 'practice', message: 'is closed: receive the referral from the new one' }]);
        const provider = (await this.directory.providers()).find((one) => one.code === code);
        if (!(await this.lists.pathways()).some(({ value }) => value === pathway))
          throw new InputRefused([{ field: 'pathway', message: 'is not known here' }]);
        return {
          ...{ type: 'ConvertAdvice', threadId, pathwayId: pathway, priority, reason },
          practice: { code: practice.code, name: practice.name, pcn: practice.pcn?.code ?? null, place: practice.place.code },
          provider: provider ? { code: provider.code, name: provider.name } : null,
        };
      },
      notice: 'The advice is a referral now: this thread says which.',
      to: (_, { reference }) => `/cases/${reference}/messages/${threadId}`,
    });
  }

  private post<T extends object>(
    posted: Posted,
    threadId: string,
    form: Omit<Parameters<typeof this.desk.post<T>>[1], 'page' | 'to'>,
  ): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      ...form,
      page: (opened, shown, status) => this.page(opened, threadId, shown, status),
      to: (_, { reference }) => `/cases/${reference}/messages/${threadId}`,
    });
  }

  private async sendPage(opened: OpenedCase, form: FormState, status = 200): Promise<Page> {
    const { today } = this.desk;
    return new Page(
      'pages/messages/send.njk',
      {
        ...(await this.frame.around(opened)),
        form,
        ...{ sides: choices(FROM), kinds: choices(KINDS), yesNo: choices(YES_NO) },
        urgentHours: limitOn('messageUrgentReplyHours', today).is,
        workingDays: limitOn('messageReplyWorkingDays', today).is,
      },
      status,
    );
  }

  private async page(opened: OpenedCase, threadId: string, form: FormState, status = 200): Promise<Page> {
    const thread = threadIn(opened, threadId);
    const { user } = opened;
    const typed = { from: thread.awaits ?? 'service', answer: 'reply', readBy: thread.from === 'others' ? user.name : '', ...form.typed };
    return new Page(
      'pages/messages/thread.njk',
      {
        ...(await this.frame.around(opened)),
        form: { ...form, typed },
        ...{ threadId, thread, about: KINDS[thread.kind], written: writtenIn(opened, threadId) },
        address: `/cases/${opened.reference}/messages/${threadId}`,
        closed: thread.outcome && MESSAGE_OUTCOMES[thread.outcome],
        isLate: thread.outcome === null && thread.replyBy !== null && thread.replyBy < this.desk.now.toISOString(),
        // A thread of a case that is closed still gets its answer.
        mayWrite: roleMay(user.role, 'work-cases'),
        sides: choices({ service: `I do, ${user.name}`, others: thread.others.name } satisfies Record<Side, string>),
        ...{ answers: choices(ANSWERS), outcomes: choices(OUTCOMES) },
      },
      status,
    );
  }

  private async referPage(opened: OpenedCase, threadId: string, form: FormState, status = 200): Promise<Page> {
    return new Page(
      'pages/messages/refer.njk',
      {
        ...(await this.frame.around(opened)),
        ...{ form, threadId, thread: threadIn(opened, threadId) },
        advice: writtenIn(opened, threadId).filter(({ advice }) => advice),
        pathways: await this.lists.pathways(),
        priorities: choices(priorityWords),
        providers: namedChoices(await this.directory.providers()),
      },
      status,
    );
  }
}

const ours = ({ name, role, organisation }: SignedInUser): Correspondent => ({ name, role: roleWords[role], organisation });

function threadIn({ state }: OpenedCase, threadId: string) {
  const thread = threadOf(state.safety.messages, threadId);
  if (!thread) throw new NotFound();
  return thread;
}

/** Oldest first; what was corrected or belongs to another patient is not shown. */
function writtenIn({ events, state }: OpenedCase, threadId: string) {
  const standing = new Set((state.safety.messages[threadId] ?? []).map(({ entry }) => entry));
  return events
    .filter(({ revision }) => standing.has(revision))
    .flatMap(({ type, data, metadata }) => {
      const event = { type, data } as CaseEvent;
      if (event.type !== 'MessageSent' && event.type !== 'MessageAnswered') return [];
      const { by, personal } = event.data;
      const is = event.type === 'MessageSent' ? KINDS[event.data.kind] : ANSWERED[event.data.answer];
      return [{ at: new Date(metadata.recordedAt), by, is, text: personal.text, advice: is === ANSWERED.advice }];
    });
}

const ANSWERED = { reply: 'Reply', advice: 'Advice', question: 'Question back' } as const;
