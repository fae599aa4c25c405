/** The page in the preview's window: shows what the extension sends, and tells it what a person chooses. */
import type { Choice, FromPage, Pictures, Shown, ToPage } from '../preview-messages.ts';

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void; setState(state: Shown): void };

const vscode = acquireVsCodeApi();
const choice = part<HTMLSelectElement>('choice');
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [sheet];
let shown: Pictures | undefined;

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  if ('pictures' in data) {
    shown = data.pictures;
    vscode.setState(data.shown);
    show(data.pictures);
  } else part('note').textContent = data.note;
  part('main').setAttribute('aria-busy', 'false');
});
choice.addEventListener('change', () => {
  const chosen = shown?.choices[choice.selectedIndex];
  if (chosen === undefined) return;
  part('main').setAttribute('aria-busy', 'true');
  vscode.postMessage({ choose: chosen });
});
// VS Code names the theme in the classes of the body.
new MutationObserver(() => {
  if (shown !== undefined) colour(shown);
}).observe(document.body, { attributes: true, attributeFilter: ['class'] });

vscode.postMessage({ ready: true });

function show(pictures: Pictures): void {
  const { choices, picture, note } = pictures;
  colour(pictures);
  fillChoices(choices, picture);
  part('note').textContent = note ?? '';
  part('title').textContent = picture?.title ?? '';
  part('description').textContent = picture?.description ?? '';
  part('picture').replaceChildren(...(picture === undefined ? [] : [drawing(picture.svg)]));
  part('table').replaceChildren(...(picture === undefined ? [] : [tableOf(picture)]));
}

/** The choices stay as they are while they say the same, so that a list that somebody has open is not closed by a keystroke. */
function fillChoices(choices: readonly Choice[], picture: Choice | undefined): void {
  const labels = choices.map(({ label = '' }) => label);
  if (labels.join('\n') !== [...choice.options].map(({ text }) => text).join('\n')) {
    choice.replaceChildren(...labels.map((label) => new Option(label)));
  }
  if (picture === undefined) return;
  choice.selectedIndex = choices.findIndex(({ kind, of }) => kind === picture.kind && of === picture.of);
}

/** Parsed as XML, and so never run. */
function drawing(svg: string): Node {
  return document.importNode(new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement, true);
}

function tableOf({ table: { head, rows } }: NonNullable<Pictures['picture']>): HTMLTableElement {
  const table = document.createElement('table');
  table
    .createTHead()
    .insertRow()
    .append(...head.map((text) => heading(text, 'col')));
  const body = table.createTBody();
  for (const [first, ...others] of rows) {
    const line = body.insertRow();
    line.append(heading(first?.text ?? '', 'row'));
    for (const { text } of others) line.insertCell().textContent = text;
  }
  return table;
}

function heading(text: string, scope: 'col' | 'row'): HTMLTableCellElement {
  const cell = document.createElement('th');
  cell.scope = scope;
  cell.textContent = text;
  return cell;
}

/** The palette for the theme's brightness; paper and ink are those of the editor, in high contrast the lines too. */
function colour({ style }: Pictures): void {
  const { classList } = document.body;
  const bright = classList.contains('vscode-light') || classList.contains('vscode-high-contrast-light');
  const contrast = classList.contains('vscode-high-contrast') || classList.contains('vscode-high-contrast-light');
  const own: Readonly<Record<string, string>> = {
    paper: 'var(--vscode-editor-background)',
    ink: 'var(--vscode-editor-foreground)',
    ...(contrast
      ? { line: 'var(--vscode-contrastBorder)', band: 'var(--vscode-editor-background)', soft: 'var(--vscode-editor-foreground)' }
      : {}),
  };
  const palette = { ...(bright ? style.light : style.dark), ...own };
  const properties = Object.entries(palette).map(([name, value]) => `--picture-${name}:${value}`);
  sheet.replaceSync(`:root{${properties.join(';')}}\n${style.rules}`);
}

function part<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found as T;
}
