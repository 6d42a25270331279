import { existsSync, readFileSync } from 'node:fs';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Visitor } from './web';

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'];

/** The browser of this computer, else the one that a package brings. `close` it in `afterAll`. */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: INSTALLED.find((file) => existsSync(file)) ?? (await sparticuz.executablePath()),
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}

/** A page of the given width, logged in as the visitor is; with scripts unless told. */
export async function openPage(
  browser: Browser,
  address: string,
  options: { width?: number; as?: Visitor; scripts?: boolean } = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: 800 },
    javaScriptEnabled: options.scripts ?? true,
  });
  const [name, value] = options.as?.cookie.split(/=(.*)/s) ?? [];
  if (name && value) await context.addCookies([{ name, value: value.split(';')[0] ?? '', url: address }]);
  const page = await context.newPage();
  const answer = await page.goto(address);
  if (!answer || answer.status() >= 500) throw new Error(`${address} answers ${answer?.status() ?? 'nothing'}`);
  return page;
}

// What @axe-core/playwright runs. Its own way of running it takes six times as long: it carries every check that passed out of the page.
const AXE = readFileSync(require.resolve('axe-core/axe.min.js', { paths: [require.resolve('@axe-core/playwright')] }), 'utf8');
const RUN = JSON.stringify({
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
});

/** WCAG 2.0 to 2.2, levels A and AA, and best practice, no rule switched off: one line for each violation, so expect `[]`. */
export async function axe(page: Page): Promise<string[]> {
  if (page.frames().length > 1) throw new Error('a page with frames is not judged whole');
  if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(AXE);
  return page.evaluate<string[]>(`axe.run(${RUN}).then(({ violations }) =>
    violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => id + ': ' + help + ': ' + html.slice(0, 160))))`);
}

/** How far the page is wider than its window, in pixels: 0 where nothing has to be scrolled sideways. */
export const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

const HEADINGS = `(() => {
  const levels = [...document.querySelectorAll('main h1, main h2, main h3, main h4')].map(({ tagName }) => Number(tagName[1]));
  const skipped = levels.filter((level, at) => at > 0 && level > levels[at - 1] + 1);
  return [document.querySelectorAll('h1').length, ...skipped];
})()`;

const TABLES_THAT_SCROLL = `[...document.querySelectorAll('.app-scroll')].filter((region) => region.scrollWidth > region.clientWidth).length`;

/** A page that stands open at 1280 pixels, judged at that width and at 320. */
export async function judge(page: Page): Promise<void> {
  expect(await axe(page)).toEqual([]);
  expect(await page.evaluate(TABLES_THAT_SCROLL)).toBe(0);
  expect(await page.evaluate(HEADINGS)).toEqual([1]);
  await page.setViewportSize({ width: 320, height: 800 });
  expect(await axe(page)).toEqual([]);
  expect(await sidewaysScroll(page)).toBe(0);
}
