// Writes docs/checks/README.md, the index of the checks. Run it with `node --import tsx build/check-index.mjs`.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { allChecks } from '../engine/checks/all.ts';

const target = path.join(path.dirname(fileURLToPath(import.meta.url)), '../docs/checks/README.md');

const titles = {
  language: 'The language',
  loss: 'Data loss',
  recovery: 'Recovery time',
  copies: 'Copies and where they lie',
  retention: 'Retention and chains',
  security: 'Security',
  verification: 'Verification',
  schedules: 'Schedules',
  cost: 'Capacity and cost',
  compliance: 'Compliance',
  operation: 'Operation, exercises, and what is silenced',
};

/** Of a rule, its place in the page of its pack. */
function pageOf(code) {
  const [pack, rule] = code.split('/');
  return rule === undefined ? `${code}.md` : `${pack}.md#${rule}`;
}

/** The text of the index. */
export function checkIndex() {
  const groups = [...new Set(allChecks.map((check) => check.group))];
  const sections = groups.map((group) => {
    const rows = allChecks
      .filter((check) => check.group === group)
      .map(({ code, severity, summary }) => `| [\`${code}\`](../../engine/checks/${group}/${pageOf(code)}) | ${severity} | ${summary} |`);
    return `## ${titles[group]}\n\n| code | severity | says |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `# Checks

What the product says about a plan. Every code has a page: what is wrong, why it matters, a plan that gives it, and the same plan mended.
In a terminal, \`backupplan explain CODE\` prints it.

An *error* breaks a target or a rule that the plan itself states, or the plan cannot be read; a *warning* is a risk that most reviewers
would raise; *info* is advice. While a part of the plan cannot be read, nothing is said that may only follow from that.

A team can accept a finding until a date, silence a line, or set how grave it takes a code: [Silencing](../silencing.md) says how, and
which of them wins.

${sections.join('\n')}`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) writeFileSync(target, checkIndex());
