import { RouteConfig } from '@nestjs/platform-fastify';

export const FORM = 'application/x-www-form-urlencoded';
const UPLOAD = 'multipart/form-data';
export const JSON_BODY = 'application/json';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Content types of bodies that this route reads. Without it: JSON. */
    accepts?: readonly string[];
    /** False where no form posts: the route then relies on the origin check and on JSON needing a preflight. */
    csrf?: boolean;
    /** `receipt`: what was saved, and nothing that anybody could read about a patient. */
    answers?: 'data' | 'receipt';
  }
}

// RouteConfig is one metadata key: a second one on the same handler replaces the first, so each route gets exactly one of these.

/** A page that a form posts to. */
export const FormRoute = () => RouteConfig({ accepts: [FORM] });

/** Begins or ends a log-in: so many a minute from one address, enough for a hospital behind one. */
export const LogInRoute = () => RouteConfig({ rateLimit: { max: 120, timeWindow: '1 minute' } });

/** What another service posts as a form, with a token of its own and no cookie. */
export const MachineFormRoute = () => RouteConfig({ accepts: [FORM], csrf: false });

/** A page that a form posts one file to. */
export const UploadRoute = () => RouteConfig({ accepts: [UPLOAD] });

/** JSON in, JSON out. */
export const ApiRoute = (answers: 'data' | 'receipt' = 'data') => RouteConfig({ accepts: [JSON_BODY], csrf: false, answers });

/** Programs get problem+json; people get a page. */
export const isForPrograms = (url: string): boolean => /^\/(api|fhir|health)(\/|\?|$)/.test(url);
