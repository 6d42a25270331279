import { BreakGlass, BulkExports, roleMay } from '@guardian/access';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v7 as newId } from 'uuid';
import { userOf } from '../http/signed-in';
import { SystemStatus } from '../pages/status/system-status';
import { MessageCount } from '../pages/messages/message-count';
import { WorkCount } from '../pages/worklist/work-count';
import { WEB_OPTIONS, type WebOptions } from '../web-options';
import { navigationFor } from './navigation';
import type { Page } from './page';
import { Renderer } from './renderer';

/** Renders a page with what every page shows: who is logged in, where they can go, and how old the lists are. */
@Injectable()
export class Pages {
  constructor(
    private readonly renderer: Renderer,
    private readonly status: SystemStatus,
    private readonly work: WorkCount,
    private readonly messages: MessageCount,
    private readonly breakGlass: BreakGlass,
    private readonly exports: BulkExports,
    @Inject(WEB_OPTIONS) private readonly options: WebOptions,
  ) {}

  async send(request: FastifyRequest, reply: FastifyReply, page: Page): Promise<string> {
    const user = userOf(request);
    const path = request.url.split('?', 1)[0] ?? '/';
    let token: string | undefined;
    const notice = user ? request.session.notice : undefined;
    if (notice !== undefined) request.session.notice = undefined;
    // A fault has its page even when nothing can be counted.
    const counted = user && page.status < 500 ? user : undefined;
    const [work, messages, reviews, exports, verified] = await Promise.all([
      counted && this.work.of(counted, notice !== undefined),
      counted && this.messages.of(counted, notice !== undefined),
      counted && roleMay(counted.role, 'protect-privacy') ? this.breakGlass.waiting() : undefined,
      counted && roleMay(counted.role, 'approve-exports') ? this.exports.waiting(counted) : undefined,
      counted && roleMay(counted.role, 'see-audit') ? this.status.verification() : undefined,
    ]);
    const alarms = verified?.findings.length ?? 0;
    const counts: Readonly<Record<string, object>> = {
      '/worklist': { count: work },
      '/audit': { count: (reviews ?? 0) + alarms },
      // an administrator finds both under Admin
      '/admin': { count: (exports ?? 0) + alarms },
      '/admin/exports': { count: exports },
      '/messages': { count: messages?.needReply, urgent: messages?.urgentUnread },
    };
    void reply.status(page.status).type('text/html; charset=utf-8').header('cache-control', 'no-store');
    return this.renderer.render(page.template, {
      form: null,
      ...page.model,
      notice: notice ?? null,
      user: user ?? null,
      navigation: user ? navigationFor(user, path).map((item) => ({ ...item, ...counts[item.href] })) : [],
      urgentMessages: messages?.urgentUnread ?? 0,
      demo: this.options.demo,
      secondsBehind: (await this.status.secondsBehind()) ?? 0,
      // Only a page with a form asks for it: an anonymous visitor of any other page gets no session.
      csrf: () => (token ??= reply.generateCsrf()),
      newCommandId: newId,
    });
  }
}
