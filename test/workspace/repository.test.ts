import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { differences } from '../../workspace/compare.ts';
import { PENDING } from '../../workspace/decide.ts';
import { findPlans } from '../../workspace/find.ts';
import { restoreTestsOf } from '../../workspace/journal.ts';
import { WriteError } from '../../workspace/problem.ts';
import { LARGEST_TEXT, readText } from '../../workspace/read.ts';
import { importsOf } from '../../workspace/repository.ts';
import { onDisk } from '../../workspace/texts.ts';
import { writeArtifacts } from '../../workspace/write.ts';
import { artifacts, scratch } from './scratch.ts';

describe('a repository that a stranger has written', () => {
  const folder = scratch();
  const at = (...parts: readonly string[]): string => path.join(folder(), 'repository', ...parts);
  const put = (file: string, text: string): string => {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  const secret = (name: string): string => put(path.join(folder(), 'home', name), 'a secret');
  const imported = (file: string, workspace?: string): string | undefined =>
    importsOf(at('plans', 'shop.backupplan'), readText, workspace)(file);
  beforeEach(() => {
    mkdirSync(at('.git'), { recursive: true });
    put(at('plans', 'shop.backupplan'), 'plan "Shop" {}');
  });

  it('imports its own plans, links among them included', () => {
    put(at('shared', 'sites.backupplan'), 'site berlin {}');
    symlinkSync(at('shared', 'sites.backupplan'), at('plans', 'linked.backupplan'));
    for (const file of [at('shared', 'sites.backupplan'), at('plans', 'linked.backupplan')]) assert.equal(imported(file), 'site berlin {}');
    assert.equal(imported(at('plans', 'shop.backupplan')), 'plan "Shop" {}');
  });

  it('imports nothing from outside, by an absolute path, by .. or through a link', () => {
    const outside = secret('other.backupplan');
    symlinkSync(outside, at('plans', 'file.backupplan'));
    symlinkSync(path.dirname(outside), at('plans', 'folder'));
    for (const file of [
      outside,
      at('plans', '..', '..', 'home', 'other.backupplan'),
      at('plans', 'file.backupplan'),
      at('plans', 'folder', 'other.backupplan'),
    ])
      assert.equal(imported(file), undefined, file);
  });

  it('imports nothing but plans, whatever a link to it is called', () => {
    put(at('.env'), 'TOKEN=a secret');
    symlinkSync(at('.env'), at('plans', 'sites.backupplan'));
    for (const file of [at('.env'), at('plans', 'sites.backupplan')]) assert.equal(imported(file), undefined, file);
  });

  it('stays, where it is none, in the folder that the editor has opened', () => {
    rmSync(at('.git'), { recursive: true });
    put(at('sites.backupplan'), 'site berlin {}');
    assert.equal(imported(at('sites.backupplan'), at('plans')), undefined);
    assert.equal(imported(at('sites.backupplan'), at()), 'site berlin {}');
  });

  it('has no plan, catalogue or configuration that is a link out of it', () => {
    symlinkSync(secret('credentials'), at('plans', 'a.backupplan'));
    symlinkSync(secret('other.backupplan'), at('plans', 'b.backupplan'));
    assert.deepEqual(findPlans(at()), [at('plans', 'shop.backupplan')]);
    for (const name of ['backupplan.catalog.yaml', 'backupplan.config.yaml']) {
      symlinkSync(secret('credentials'), at(name));
      assert.equal(onDisk.read(at(name)), undefined);
    }
  });

  it('shows no file that a link in a generated folder leads to', () => {
    const out = at('shop.backup');
    writeArtifacts(out, artifacts({ 'a.sh': 'old', 'README.md': 'old' }));
    rmSync(path.join(out, 'README.md'));
    symlinkSync(secret('credentials'), path.join(out, 'README.md'));
    assert.throws(
      () => differences(out, artifacts({ 'a.sh': 'new', 'README.md': 'new' })),
      (error) => error instanceof WriteError && error.fault === 'outside' && !error.message.includes('a secret'),
    );
  });
});

describe('a file that has no end', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'backupplan-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is not read, be it a device, a pipe or larger than a plan can be', () => {
    const pipe = path.join(folder, 'pipe.backupplan');
    execFileSync('mkfifo', [pipe]);
    const large = path.join(folder, 'large.backupplan');
    writeFileSync(large, Buffer.alloc(LARGEST_TEXT + 1, ' '));
    const device = path.join(folder, 'zero.backupplan');
    symlinkSync('/dev/zero', device);
    for (const file of [pipe, large, device, '/dev/zero', folder]) assert.equal(readText(file), undefined, file);
    writeFileSync(large, Buffer.alloc(LARGEST_TEXT, ' '));
    assert.equal(readText(large)?.length, LARGEST_TEXT);
  });

  it('is no journal', () => {
    symlinkSync('/dev/zero', path.join(folder, 'shop.journal.jsonl'));
    assert.deepEqual(restoreTestsOf(path.join(folder, 'shop.backupplan')), []);
  });

  it('is no manifest', () => {
    const out = path.join(folder, 'shop.backup');
    writeArtifacts(out, artifacts({ 'a.sh': 'old' }));
    symlinkSync('/dev/zero', path.join(out, PENDING));
    assert.throws(() => writeArtifacts(out, artifacts({ 'a.sh': 'new' })), WriteError);
  });
});
