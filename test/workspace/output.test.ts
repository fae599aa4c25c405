import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { outputFolder } from '../../workspace/output.ts';
import { WriteError } from '../../workspace/problem.ts';
import { scratch } from './scratch.ts';

describe('the folder that a plan is generated into', () => {
  const folder = scratch();
  const plan = (): string => path.join(folder(), 'plans', 'shop.backupplan');
  const of = (output?: string, workspace = folder()): string => path.relative(folder(), outputFolder(plan(), output, workspace));
  const refused = (output: string, why: RegExp, workspace?: string): void =>
    assert.throws(
      () => of(output, workspace),
      (error) => error instanceof WriteError && error.fault === 'outside' && why.test(error.message),
      output,
    );
  beforeEach(() => mkdirSync(path.join(folder(), 'plans')));

  it('lies beside the plan and is called after it', () => {
    assert.equal(of(), path.join('plans', 'shop.backup'));
  });

  it('is what the plan says, seen from the plan', () => {
    assert.equal(of('generated/shop'), path.join('plans', 'generated', 'shop'));
    assert.equal(of('../generated'), 'generated');
  });

  it('does not leave the workspace', () => {
    for (const output of ['../..', '../../elsewhere', 'a/../../../b', '..']) refused(output, /leaves the workspace/u);
    refused('../generated', /leaves the workspace/u, path.join(folder(), 'plans'));
    assert.throws(() => outputFolder(plan(), '../generated'), WriteError, 'without a workspace the plan’s own folder is it');
  });

  it('is not absolute on any system', () => {
    for (const output of ['/etc', 'C:\\backup', 'c:backup', '\\\\server\\share', '\\x']) refused(output, /absolute/u);
  });

  it('is a folder of its own', () => {
    refused('..', /leaves the workspace/u);
    for (const output of ['', ' ', 'a\0b']) refused(output, /no folder name/u);
    refused('../.git/hooks', /\.git/u);
  });

  it('does not leave the workspace through a link', () => {
    const elsewhere = path.join(folder(), 'plans');
    const inner = path.join(folder(), 'plans', 'inner');
    mkdirSync(inner);
    symlinkSync(elsewhere, path.join(inner, 'out'));
    assert.throws(() => outputFolder(path.join(inner, 'shop.backupplan'), 'out/x', inner), /through a link/u);
  });
});
