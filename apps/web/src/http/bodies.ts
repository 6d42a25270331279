import type { FastifyInstance } from 'fastify';
import { InputRefused, UnsupportedBody, TooLarge } from './input-errors';
import { jsonShape } from './json-shape';
import { FORM, JSON_BODY } from './routes';

export interface BodyLimits {
  readonly maxDepth: number;
  readonly maxValues: number;
}

const DANGEROUS_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Undefined for bytes that are no UTF-8, which would otherwise be replaced silently, and for a byte order mark. */
function exactText(body: Buffer): string | undefined {
  try {
    const text = UTF_8.decode(body);
    return text.startsWith('\uFEFF') ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Which bodies are read at all, and how. Forms are flat: there is no `a[b][c]`. */
export function registerBodies(app: FastifyInstance, limits: BodyLimits): void {
  app.removeAllContentTypeParsers(); // Fastify would take text/plain everywhere
  const parseJson = app.getDefaultJsonParser('error', 'error');

  app.addContentTypeParser(JSON_BODY, { parseAs: 'buffer' }, (request, body, done) => {
    const text = exactText(body as Buffer);
    if (text === undefined) return done(new InputRefused([{ field: '', message: 'is not plain UTF-8 text' }]));
    const shape = jsonShape(text);
    if (shape.depth > limits.maxDepth) done(new InputRefused([{ field: '', message: `is nested deeper than ${limits.maxDepth}` }]));
    else if (shape.values > limits.maxValues) done(new TooLarge());
    else if (shape.repeatedKey !== undefined) done(new InputRefused([{ field: shape.repeatedKey, message: 'is given twice' }]));
    else void parseJson(request, text, done);
  });

  app.addContentTypeParser(FORM, { parseAs: 'string' }, (_request, body, done) => {
    const form: Record<string, string | string[]> = {};
    let count = 0;
    for (const [key, value] of new URLSearchParams(String(body))) {
      if (++count > limits.maxValues) return done(new TooLarge());
      if (DANGEROUS_KEYS.has(key)) return done(new InputRefused([{ field: key, message: 'is not a field of this form' }]));
      const before = form[key];
      form[key] = before === undefined ? value : [before, value].flat();
    }
    done(null, form);
  });

  app.addHook('onRequest', (request, _reply, done) => {
    const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
    const accepts = request.routeOptions.config?.accepts ?? [JSON_BODY];
    const refused = (type !== '' && !accepts.includes(type)) || request.headers['content-encoding'] !== undefined;
    done(refused ? new UnsupportedBody() : undefined);
  });
}
