import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { carryKept, keepBlock, withoutKept } from '../../engine/generate/keep.ts';
import { writeArtifacts } from '../../workspace/write.ts';
import { artifacts, scratch, tree } from './scratch.ts';

const first = `# Runbook\n\n## Steps\n\nOne.\n\n## Notes\n\n${keepBlock('notes')}\n`;
const second = `# Runbook\n\n## Steps\n\nOne.\n\nTwo.\n\n## Notes\n\n${keepBlock('notes')}\n`;
const filled = (text: string): string => text.replace('<!-- keep notes -->\n', '<!-- keep notes -->\nAnna has the key.\n');

describe('what people write between keep marks', () => {
  const folder = scratch();
  const write = (text: string) => writeArtifacts(folder(), artifacts({ 'r.md': text }));
  const edit = (text: string): void => writeFileSync(path.join(folder(), 'r.md'), text);

  it('survives, and the file does not count as edited', () => {
    write(first);
    edit(filled(first));
    assert.deepEqual(write(second).written, ['r.md']);
    assert.equal(tree(folder())['r.md'], filled(second));
    assert.deepEqual(write(second).unchanged, ['r.md']);
  });

  it('survives where the person put marks of their own, in its part', () => {
    write(first);
    const own = '<!-- keep ours -->\nOur extra step.\n<!-- /keep -->';
    edit(first.replace('One.\n', `One.\n\n${own}\n`));
    assert.deepEqual(write(second).kept, []);
    const text = tree(folder())['r.md'] ?? '';
    assert.ok(text.indexOf(own) > text.indexOf('## Steps') && text.indexOf(own) < text.indexOf('## Notes'), text);
    assert.deepEqual(write(second).unchanged, ['r.md']);
  });

  it('survives the loss of its part, at the end', () => {
    const old = `# A\n\n## Gone\n\n<!-- keep ours -->\nOurs.\n<!-- /keep -->\n`;
    assert.equal(carryKept(old, '# A\n\nNew.\n'), '# A\n\nNew.\n\n<!-- keep ours -->\nOurs.\n<!-- /keep -->\n');
  });

  it('keeps both of two blocks that were given one name', () => {
    const old = '# A\n\n<!-- keep x -->\none\n<!-- /keep -->\n\n<!-- keep x -->\ntwo\n<!-- /keep -->\n';
    assert.equal(carryKept(old, `# A\n\n${keepBlock('x')}\n`), '# A\n\n<!-- keep x -->\none\ntwo\n<!-- /keep -->\n');
  });

  it('goes into the new text beside a file that was edited outside the marks', () => {
    write(first);
    edit(filled(first).replace('One.', 'One, but ours.'));
    assert.deepEqual(write(second).kept, [{ path: 'r.md', beside: 'r.md.new' }]);
    assert.equal(tree(folder())['r.md.new'], filled(second));
  });

  it('is not what a plan writes into a code fence', () => {
    const fenced = '# A\n\n````bash\n<!-- keep x -->\n```\nrm -rf /\n<!-- /keep -->\n````\n';
    assert.equal(withoutKept(fenced), withoutKept(`${fenced}\n<!-- keep y -->\n<!-- /keep -->\n`));
    assert.match(withoutKept(fenced), /rm -rf/u);
    assert.equal(carryKept(fenced, '# A\n'), '# A\n');
  });

  it('ends at its own mark: a block without one is text like any other', () => {
    const open = '# A\n\n<!-- keep x -->\nlost?\n';
    assert.match(withoutKept(open), /lost\?/u);
  });
});
