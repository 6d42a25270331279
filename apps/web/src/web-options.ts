import type { LogAddress } from '@guardian/event-store';
import type { Clock } from '@guardian/kernel';
import type { SignInOptions } from './pages/sign-in/provider';

export interface WebOptions extends LogAddress {
  /** Of the keyed hash by which an NHS number leads to its patient: at least 32 characters. */
  readonly lookupKey: string;
  /** At least 32 characters. */
  readonly sessionSecret: string;
  /** True where every person is invented: says so on every page, and lets anybody log in as a demonstration user. */
  readonly demo: boolean;
  readonly logLevel: string;
  /** Where this site is for browsers, `https://guardian.example.nhs.uk`; undefined: where it listens on this computer. */
  readonly publicAddress?: string | undefined;
  /** Whose X-Forwarded-For is believed: addresses and networks; nobody's unless told. */
  readonly trustedProxies?: readonly string[];
  /** Who vouches for people; undefined: nobody can log in, or in a demonstration the provider that it brings. */
  readonly signIn?: SignInOptions | undefined;
  /** From one address, in a minute; 0: no limit. */
  readonly requestsPerMinute?: number;
  /** How long a request may take to arrive, in milliseconds; 20,000 unless told. */
  readonly slowestRequestMs?: number;
  readonly clock?: Clock;
  /** Folder that holds guardian.css; where the build puts it unless told. */
  readonly publicFolder?: string;
  /** More folders of templates, for tests. */
  readonly templates?: readonly string[];
}

export const WEB_OPTIONS = Symbol('WebOptions');
