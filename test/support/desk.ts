// A person at work on Guardian's pages: the same journey is told once and runs over HTTP and in a real browser.
import type { Browser, Page } from 'playwright-core';
import type { Visitor } from './web';

export type Fields = Readonly<Record<string, string | readonly string[]>>;

export interface Desk {
  open(address: string): Promise<void>;
  /** Fills the form that has this button (the first form, its first button, unless named) and presses it; follows where it leads. */
  send(fields: Fields, button?: string): Promise<void>;
  /** What main says, in one line. */
  says(): Promise<string>;
  /** Where the person is now, without host and query. */
  at(): Promise<string>;
}

/** No browser: forms are sent with what the page filled in, as a browser would. */
export function httpDesk(visitor: Visitor): Desk {
  let html = '';
  let path = '';
  const open = async (address: string): Promise<void> => {
    const answer = await visitor.get(address);
    if (answer.location !== undefined) return open(answer.location);
    html = answer.text;
    path = address;
  };
  return {
    open,
    send: async (fields, button) => {
      const form = mainForm(html, button);
      const pressed = buttonOf(form.inner, button);
      const answer = await visitor.post(form.action, { ...filledIn(form.inner), ...fields, ...pressed });
      if (answer.location !== undefined) return open(answer.location);
      html = answer.text;
      path = form.action;
    },
    says: () => Promise.resolve(asText(mainOf(html))),
    at: () => Promise.resolve(path.split('?', 1)[0] ?? ''),
  };
}

/** A browser without scripts: Guardian's pages bring none. */
export async function browserDesk(visitor: Visitor, browser: Browser, address: string): Promise<Desk & { readonly page: Page }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: false });
  const [name = '', value = ''] = visitor.cookie.split(/=(.*)/s);
  await context.addCookies([{ name, value, url: address }]);
  const page = await context.newPage();
  return {
    page,
    open: async (to) => void (await page.goto(new URL(to, address).href)),
    send: async (fields, button) => {
      const forms = page.locator('main form');
      const form = (button ? forms.filter({ has: page.getByRole('button', { name: button, exact: true }) }) : forms).first();
      for (const [field, given] of Object.entries(fields)) {
        const controls = form.locator(`[name="${field}"]`);
        for (const text of [given].flat()) {
          const control = controls.first();
          const type = await control.getAttribute('type');
          if (type === 'radio' || type === 'checkbox') await form.locator(`[name="${field}"][value="${text}"]`).check();
          else if (await form.locator(`select[name="${field}"]`).count()) await control.selectOption(text);
          else await control.fill(text);
        }
      }
      await (button ? form.getByRole('button', { name: button, exact: true }) : form.getByRole('button').first()).click();
    },
    says: async () => (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ').trim(),
    at: () => Promise.resolve(new URL(page.url()).pathname),
  };
}

const mainOf = (html: string): string => html.slice(html.indexOf('<main'), html.indexOf('</main>'));

function mainForm(html: string, button: string | undefined): { action: string; inner: string } {
  const forms = [...mainOf(html).matchAll(/<form[^>]*\saction="([^"]*)"[^>]*>(.*?)<\/form>/gs)];
  const form = forms.find(([, , inner = '']) => button === undefined || buttons(inner).some(({ text }) => text === button));
  if (!form) throw new Error(`no form with "${button ?? 'any button'}" on this page: ${asText(mainOf(html)).slice(0, 300)}`);
  return { action: decoded(form[1] ?? ''), inner: form[2] ?? '' };
}

/** What is in the form when nobody touches it. */
function filledIn(form: string): Record<string, string | string[]> {
  const fields: Record<string, string[]> = {};
  const add = (name: string | undefined, value: string): void => {
    if (name) (fields[name] ??= []).push(decoded(value));
  };
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const type = attribute(tag, 'type') ?? 'text';
    if (!/radio|checkbox/.test(type) || /\schecked/.test(tag)) add(attribute(tag, 'name'), attribute(tag, 'value') ?? '');
  }
  for (const [, open = '', inner = ''] of form.matchAll(/(<textarea[^>]*>)(.*?)<\/textarea>/gs)) add(attribute(open, 'name'), inner);
  for (const [, open = '', inner = ''] of form.matchAll(/(<select[^>]*>)(.*?)<\/select>/gs)) {
    const chosen = /<option value="([^"]*)" selected/.exec(inner) ?? /<option value="([^"]*)"/.exec(inner);
    add(attribute(open, 'name'), chosen?.[1] ?? '');
  }
  return fields;
}

const buttons = (form: string): { tag: string; text: string }[] =>
  [...form.matchAll(/(<button[^>]*>)(.*?)<\/button>/gs)].map(([, tag = '', text = '']) => ({ tag, text: asText(text) }));

function buttonOf(form: string, text: string | undefined): Record<string, string> {
  const tag = buttons(form).find((button) => text === undefined || button.text === text)?.tag ?? '';
  const name = attribute(tag, 'name');
  return name ? { [name]: attribute(tag, 'value') ?? '' } : {};
}

const attribute = (tag: string, name: string): string | undefined => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];

const asText = (html: string): string =>
  decoded(html.replaceAll(/<[^>]+>/g, ' '))
    .replaceAll(/\s+/g, ' ')
    .trim();

const decoded = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
