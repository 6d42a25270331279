import type { FastifyRequest } from 'fastify';

const SAFE = ['GET', 'HEAD', 'OPTIONS'];

export const changesNothing = (request: FastifyRequest): boolean => SAFE.includes(request.method);

/**
 * Whether a browser sent this from another site. Browsers say so themselves on secure addresses (Sec-Fetch-Site); elsewhere the
 * Origin header tells. A program that is no browser sends neither and carries no cookie that it was not given.
 */
export function isFromElsewhere(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = request.headers.origin;
  return origin !== undefined && origin !== `http://${request.host}` && origin !== `https://${request.host}`;
}
