import type { AddressInfo } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { WEB_OPTIONS, type WebOptions } from '../../web-options';

/** Where programs are: what their tokens have to be for. */
export const API = '/api/v1';

/** This site as browsers see it: as it was configured, else where it listens on this computer. */
@Injectable()
export class Site {
  constructor(
    private readonly host: HttpAdapterHost,
    @Inject(WEB_OPTIONS) private readonly options: WebOptions,
  ) {}

  /** No slash at the end. Only once it listens. */
  get origin(): string {
    if (this.options.publicAddress !== undefined) return this.options.publicAddress;
    const { port } = (this.host.httpAdapter.getHttpServer() as { address(): AddressInfo }).address();
    return `http://127.0.0.1:${port}`;
  }

  addressOf = (path: string): string => `${this.origin}${path}`;
}
