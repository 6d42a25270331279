// A person who has only a keyboard: Tab, Enter, Space and arrows.
import type { Locator, Page } from 'playwright-core';

const STOPS = 300;

export interface Keyboard {
  /** Links, buttons and choices so far; typing is free. */
  readonly presses: number;
  /** Goes to a link, a button or a choice and presses it; throws when Tab and the arrows never come to it. */
  press(what: Locator): Promise<void>;
  type(into: Locator, text: string): Promise<void>;
  /** Goes on to it; how many times Tab was pressed. */
  reach(what: Locator): Promise<number>;
}

export function keyboardOf(page: Page): Keyboard {
  let presses = 0;
  const reach = async (what: Locator): Promise<number> => {
    for (let stops = 0; stops < STOPS; stops++) {
      if (await what.evaluate(isFocused)) return stops;
      // A group of radios is one stop; the arrows go through it.
      const inItsGroup = await what.evaluate(isInFocusedGroup);
      await page.keyboard.press(inItsGroup ? 'ArrowDown' : 'Tab');
    }
    throw new Error(`${what.toString()} is not reached by the keyboard`);
  };
  return {
    get presses() {
      return presses;
    },
    reach,
    press: async (what) => {
      presses++;
      await reach(what);
      const type = await what.getAttribute('type');
      if (type === 'radio' || type === 'checkbox') return page.keyboard.press('Space');
      await Promise.all([page.waitForEvent('framenavigated'), page.keyboard.press('Enter')]);
      await page.waitForLoadState();
    },
    type: async (into, text) => {
      await reach(into);
      await page.keyboard.press('Control+A');
      await page.keyboard.type(text);
    },
  };
}

// These two run in the page.
interface Control {
  readonly type?: string;
  readonly name?: string;
}
type InPage = typeof globalThis & { readonly document: { readonly activeElement: Control } };
const isFocused = (control: Control): boolean => control === (globalThis as InPage).document.activeElement;
const isInFocusedGroup = (control: Control): boolean => {
  const { type, name } = (globalThis as InPage).document.activeElement;
  return control.type === 'radio' && type === 'radio' && name === control.name;
};
