/** The README's tour is followed word for word. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Folder } from '../cli/run.ts';

const readme = readFileSync('README.md', 'utf8');
const tour = readme.slice(readme.indexOf('## Five minutes'), readme.indexOf('## What it does'));

describe('README', () => {
  it('has a tour that works as written', async function () {
    this.timeout(120_000);
    const folder = new Folder();
    try {
      const plan = path.join(folder.path, 'shop.backupplan');
      const edits: string[] = [];
      let commands = 0;
      for (const [, language, body = ''] of tour.matchAll(/```(\w+)\n([\s\S]*?)```/g)) {
        if (language === 'backupplan' && body.startsWith('plan ')) {
          folder.write('shop.backupplan', body);
          continue;
        }
        if (language === 'backupplan') {
          edits.push(body);
          const [from, to] = edits;
          if (from !== undefined && to !== undefined) folder.write('shop.backupplan', replaced(readFileSync(plan, 'utf8'), from, to));
          continue;
        }
        let output = '';
        const shown: string[] = [];
        for (const line of body.trimEnd().split('\n')) {
          if (!line.startsWith('$ ')) {
            shown.push(line);
            continue;
          }
          const [program, ...args] = line.slice(2).split(' ');
          assert.equal(program, 'backupplan');
          if (args[0] === 'generate') folder.write('shop.backupplan', replaced(readFileSync(plan, 'utf8'), edits[1] ?? '', edits[0] ?? ''));
          const run = await folder.run(args);
          assert.ok(run.code <= 1, `${line}: ${run.err}`);
          output = run.out;
          commands += 1;
        }
        if (shown.at(-1) === '…') assert.equal(output.slice(0, shown.slice(0, -1).join('\n').length), shown.slice(0, -1).join('\n'));
        else if (shown.length > 0) assert.equal(output.trimEnd(), shown.join('\n'));
      }
      assert.ok(commands >= 5);
      for (const named of ['documents/runbook-office-lost.md', 'scripts', 'schedule', 'README.md']) {
        assert.ok(existsSync(path.join(folder.path, 'shop.backup', named)), named);
      }
    } finally {
      folder.remove();
    }
  });

  it('links to files that are there', () => {
    const missing = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map((match) => match[1] ?? '').filter((target) => !existsSync(target));
    assert.deepEqual(missing, []);
  });
});

function replaced(text: string, from: string, to: string): string {
  assert.ok(text.includes(from), `the plan has no\n${from}`);
  return text.replace(from, () => to);
}
