// The licences of the npm packages that are bundled, as the text of THIRD-PARTY-NOTICES.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** SPDX names of the licences that may be passed on together with Apache-2.0 code. */
const compatible = new Set(['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'ISC', 'MIT']);

const rule = `\n\n${'-'.repeat(80)}\n\n`;

/**
 * The text of the notices: each licence once, below the packages that come under it. Throws for a package whose licence is not
 * compatible with ours, or that brings no text of it.
 *
 * @param folders of the packages
 */
export function notices(folders) {
  const byText = new Map();
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    if (license === undefined) throw new Error(`${name} ${version} names no licence: it cannot be bundled.`);
    if (!compatible.has(license)) {
      throw new Error(
        `${name} ${version} is under ${license}: it cannot be bundled. Do without it, or add the licence to build/notices.mjs.`,
      );
    }
    const files = readdirSync(folder).sort();
    const texts = [/^licen[cs]e/i, /^notice/i].flatMap((pattern) => files.find((file) => pattern.test(file)) ?? []);
    if (texts.length === 0) throw new Error(`${name} ${version} brings no licence text: it cannot be bundled.`);
    const text = texts.map((file) => readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim()).join('\n\n');
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  const parts = [...byText].map(([text, packages]) => `${packages.sort().join('\n')}\n\n${text}`).sort();
  return `Backup Plan bundles these npm packages. Each comes under the licence below its name.${rule}${parts.join(rule)}\n`;
}
