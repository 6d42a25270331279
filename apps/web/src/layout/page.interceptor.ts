import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';
import { Page, SeeOther } from './page';
import { Pages } from './pages';

@Injectable()
export class PageInterceptor implements NestInterceptor {
  constructor(private readonly pages: Pages) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    return next.handle().pipe(
      mergeMap(async (value: unknown) => {
        if (value instanceof Page) return this.pages.send(request, reply, value);
        if (!(value instanceof SeeOther)) return value;
        if (value.notice !== undefined) request.session.notice = value.notice;
        void reply.status(303).header('location', value.address);
        return '';
      }),
    );
  }
}
