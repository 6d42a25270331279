/** What a page handler returns; `pageHook` turns it into HTML. `template` is a path under apps/web/src. */
export class Page {
  constructor(
    readonly template: string,
    readonly model: Readonly<Record<string, unknown>> = {},
    readonly status = 200,
  ) {}
}

/** After something was done: the browser goes on to this page by GET, so that a refresh repeats nothing. */
export class SeeOther {
  constructor(
    readonly address: string,
    /** What was saved, in words: told once, on the page it goes on to. */
    readonly notice?: string,
  ) {}
}
