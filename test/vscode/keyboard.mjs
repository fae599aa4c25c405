// A person at the keyboard of a window: no pointer, and every key is counted.
import { seen } from './windows.mjs';

const TRY = 6000; // ms; a key that comes while the focus moves is lost, and pressed again

/** What a list offers once it begins with `first`: it follows the keys a little later. What it offers in the end, where it never does. */
async function narrowed(offered, first) {
  for (const until = Date.now() + TRY; ; ) {
    const names = (await offered.allInnerTexts()).map((text) => text.split('\n')[0].trim());
    if (names[0] === first || Date.now() > until) return names;
    await offered.page().waitForTimeout(50);
  }
}

/** Works on the page of a window that is opened later. */
export function keyboard(window) {
  let keys = 0;
  const rows = (list) => window.page.locator(`${list} .monaco-list-row`);
  const box = () => window.page.locator('.quick-input-widget input').first();

  const person = {
    /** How many keys were pressed since it was last asked; those that had to be pressed twice count once. */
    counted() {
      const count = keys;
      keys = 0;
      return count;
    },

    /** Presses keys one after the other. */
    async press(...names) {
      for (const name of names) {
        keys += 1;
        await window.page.keyboard.press(name);
      }
    },

    /** Writes as somebody does who looks at what they write. */
    async type(text) {
      keys += text.length;
      await window.page.keyboard.type(text, { delay: 25 });
    },

    /** Presses keys, again and again, until something is seen. */
    async pressUntil(names, locator, timeout = TRY) {
      for (let tries = 0; ; tries += 1) {
        const before = keys;
        await person.press(...names);
        if (tries > 0) keys = before;
        if (await seen(locator.first().waitFor({ timeout }))) return;
        if (tries === 8) throw new Error(`${names} did not bring what was waited for: ${locator}`);
      }
    },

    /** A line of the palette, of files, or of a question: narrowed by what is typed, and taken. */
    async pick(text, row = text) {
      await person.type(text);
      await window.page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: row }).waitFor();
      await person.press('Enter');
    },

    /** Runs a command by the letters that somebody would type. */
    async command(text, row) {
      await person.pressUntil(['F1'], box());
      await person.pick(text, row);
    },

    async openFile(name) {
      await person.pressUntil(['Control+p'], box());
      await person.pick(name);
      await window.tab(new RegExp(name)).waitFor();
    },

    /** Takes what completion offers under this name, which stands so many lines below the first; the list must begin with `first` if it is told. */
    async complete(typed, label, { first = label } = {}) {
      await person.type(typed);
      const offered = rows('.suggest-widget.visible');
      const wanted = offered.filter({ hasText: label });
      // A list that was asked for while the editor was busy may not come.
      if (!(await seen(wanted.first().waitFor({ timeout: TRY })))) await person.pressUntil(['Control+Space'], wanted, 2 * TRY);
      const names = await narrowed(offered, first);
      if (names[0] !== first) throw new Error(`completion begins with ${names.slice(0, 4)} and not with ${first}`);
      const down = names.indexOf(label);
      if (down < 0) throw new Error(`completion has ${names} and no ${label}`);
      await person.press(...Array.from({ length: down }, () => 'ArrowDown'));
      await offered.and(window.page.locator('.focused')).filter({ hasText: label }).first().waitFor();
      await person.press('Enter');
    },

    /** The stop of a snippet that offers these, the first of them marked: the one that is named is taken. */
    async choose(...[label, ...all]) {
      const offered = rows('.suggest-widget.visible');
      await offered.filter({ hasText: label }).first().waitFor();
      const names = (await offered.allInnerTexts()).map((text) => text.split('\n')[0].trim());
      if (all.length > 0 && names.join() !== all.join()) throw new Error(`the stop offers ${names} and not ${all}`);
      await person.press(...Array.from({ length: names.indexOf(label) }, () => 'ArrowDown'), 'Enter');
      await offered
        .first()
        .waitFor({ state: 'hidden' })
        .catch(() => {}); // the next stop may offer something, too
    },

    /** Goes to the next finding, and takes the fix of that title. */
    async mend(message, fix) {
      const { page } = window;
      await person.pressUntil(['F8'], page.locator('.zone-widget').filter({ hasText: message }));
      const actions = rows('.action-widget');
      await person.pressUntil(['Control+.'], actions, 4 * TRY); // pressed in the menu, it takes the first line
      const titles = (await actions.allInnerTexts()).map((text) => text.trim()).filter((text) => text !== 'Quick Fix');
      const down = titles.findIndex((title) => title.includes(fix));
      if (down < 0) throw new Error(`the quick fixes are ${titles.join('; ')}`);
      await person.press(...Array.from({ length: down }, () => 'ArrowDown'), 'Enter');
      await actions.first().waitFor({ state: 'hidden' });
      await person.press('Escape'); // what F8 has opened
      return down;
    },
  };
  return person;
}
