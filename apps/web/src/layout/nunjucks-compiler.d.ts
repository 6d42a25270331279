/** Nunjucks publishes its compiler without types. */
declare module 'nunjucks/src/compiler' {
  export function compile(source: string, asyncFilters: readonly [], extensions: readonly [], name: string, options: object): string;
}
