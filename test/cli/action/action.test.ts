import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { parse, parseAllDocuments } from 'yaml';
import { check } from '../../../cli/check.ts';
import { allCommands } from '../../../cli/commands.ts';
import { changed, clinic } from '../diff/cases.ts';
import { Repository } from '../diff/repository.ts';
import { Folder } from '../run.ts';
import { action, type Outcome, type Run, runAction } from './steps.ts';

const FILE = 'clinic.backupplan';
/** As if to save requests; nobody says what it does to the RPO. */
const quietly = changed(['copy    every 15m from nas to vault', 'copy    every 6h from nas to vault']);
const verdict = 'RPO of records is no longer kept: in fire up to 7h4m26s is lost, 19m20s before; 1h is promised; likewise in ransomware.';

/** Whether `check` speaks GitHub's annotations yet. */
const annotates = check.options.format?.value?.includes('github') === true;

describe('the action', () => {
  const tool = new Folder();
  let repository: Repository;
  let temp: Folder;
  before(async function () {
    this.timeout(120_000);
    await build({
      entryPoints: ['cli/bin.ts'],
      outfile: path.join(tool.path, 'dist/backupplan.cjs'),
      bundle: true,
      platform: 'node',
      mainFields: ['module', 'main'],
      logLevel: 'error',
    });
  });
  after(() => tool.remove());
  beforeEach(async () => {
    temp = new Folder();
    repository = new Repository();
    repository.folder.write(FILE, clinic);
    assert.equal((await repository.folder.run(['generate'])).code, 0);
    await repository.folder.run(['fmt']);
    repository.commit('The plan');
    repository.git('switch', '--quiet', '--create', 'save-requests');
  });
  afterEach(() => {
    repository.remove();
    temp.remove();
  });

  function run(inputs: Readonly<Record<string, string>> = {}): Run {
    return runAction({ base: repository.git('rev-parse', 'main').trim(), ...inputs }, repository.folder.path, tool.path, temp.path);
  }

  it('says in the first line what a pull request quietly worsens', async () => {
    repository.folder.write(FILE, quietly);
    await repository.folder.run(['fmt']);
    await repository.folder.run(['generate']);
    repository.commit('Fewer requests to the vault');
    const { outcomes, summary, comment } = run();
    assert.equal(summary.split('\n')[0], `❌ **${verdict}**`);
    assert.equal(comment, summary);
    assert.equal(logOf(outcomes, 'diff').split('\n')[0], `❌ **${verdict}**`);
    assert.deepEqual(failed(outcomes), ['check']);
    if (check.options.format?.value?.includes('github'))
      assert.match(logOf(outcomes, 'check'), /^::error .*file=clinic\.backupplan,.*line=30/m);
  }).timeout(60_000);

  it('lets a change without a change in meaning pass', () => {
    const file = path.join(repository.folder.path, FILE);
    repository.folder.write(FILE, readFileSync(file, 'utf8').replace('/// Patient records.', '/// Records of patients.'));
    repository.commit('A comment');
    const { outcomes, summary } = run({ generated: 'false' });
    assert.deepEqual(failed(outcomes), annotates ? [] : ['check']);
    assert.deepEqual(
      outcomes.map(({ id }) => id),
      ['build', 'diff', 'check', 'fmt'],
    );
    assert.match(summary, /^✓ \*\*No change in meaning\.\*\*\n/);
  }).timeout(60_000);

  it('fails for a worse promise where that is asked for, and tells the rest all the same', async () => {
    repository.folder.write(FILE, clinic.replace('rpo       1h', 'rpo       2h'));
    await repository.folder.run(['fmt']);
    repository.commit('Two hours will do');
    const { outcomes, summary } = run({ 'fail-on-worse': 'true' });
    assert.match(summary, /^❌ \*\*RPO of records is loosened from 1h to 2h\.\*\*\n/);
    assert.deepEqual(
      outcomes.map(({ id }) => id),
      ['build', 'diff', 'check', 'fmt', 'generate'],
    );
    assert.deepEqual(failed(outcomes).slice(0, 1), ['diff']);
    // The folder is not what the plan gives any more.
    assert.match(logOf(outcomes, 'generate'), /files are not what the plan gives; run 'backupplan generate'/);
  }).timeout(60_000);

  it('names a file that is not formatted', () => {
    repository.folder.write(FILE, clinic.replace('  owner     "it@clinic.example"', 'owner "it@clinic.example"'));
    repository.commit('In a hurry');
    const { outcomes } = run({ generated: 'false' });
    assert.ok(failed(outcomes).includes('fmt'));
    assert.match(logOf(outcomes, 'fmt'), /Not formatted \(run 'backupplan fmt'\): clinic\.backupplan/);
  }).timeout(60_000);

  it('fetches the base into a checkout that has one commit only', () => {
    repository.folder.write(FILE, quietly);
    repository.commit('Fewer requests to the vault');
    const clone = path.join(temp.path, 'clone');
    repository.git('clone', '--quiet', '--depth=1', '--branch=save-requests', `file://${repository.folder.path}`, clone);
    const base = repository.git('rev-parse', 'main').trim();
    const { summary } = runAction({ base, generated: 'false' }, clone, tool.path, temp.path);
    assert.equal(summary.split('\n')[0], `❌ **${verdict}**`);
  }).timeout(60_000);

  it('compares with nothing where there is no base', () => {
    const { outcomes, summary, comment } = run({ base: '', generated: 'false' });
    assert.deepEqual(
      outcomes.map(({ id }) => id),
      ['build', 'check', 'fmt'],
    );
    assert.deepEqual([summary, comment], ['', '']);
  }).timeout(60_000);

  it('takes no input for a command or an option', () => {
    for (const base of ['--upload-pack=touch pwned', '$(touch pwned)', '"; touch pwned; "', '-x']) {
      const { outcomes } = run({ base, path: base, 'fail-level': base });
      assert.deepEqual(failed(outcomes).slice(0, 2), ['diff', 'check'], base);
      assert.equal(repository.git('status', '--porcelain'), '', base);
    }
    // What an expression gives would be part of the script.
    for (const step of action.runs.steps) assert.ok(!step.run.includes('${{'), step.id);
  }).timeout(120_000);
});

describe('the GitLab template', () => {
  const [head, body] = parseAllDocuments(readFileSync('templates/backupplan.yml', 'utf8')).map((document) => document.toJS());

  it('uses the inputs that it declares', () => {
    const used = [...JSON.stringify(body).matchAll(/\$\[\[ inputs\.([\w-]+) \]\]/g)].map(([, name]) => name);
    assert.deepEqual(used.sort(), Object.keys(head.spec.inputs).sort());
  });

  it('keeps what its job writes', () => {
    const { script, artifacts } = body.backupplan;
    for (const file of [...artifacts.paths, artifacts.reports.codequality]) assert.ok(script.join('\n').includes(`>${file}`), file);
  });
});

describe('what runs the command line elsewhere', () => {
  it('asks for commands and options that there are', async () => {
    const commands = await allCommands();
    const texts = ['action.yml', 'templates/backupplan.yml'].map((file) => readFileSync(file, 'utf8'));
    const hooks: readonly { entry: string; args?: readonly string[] }[] = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8'));
    const lines = [
      ...texts.flatMap((text) =>
        [...text.matchAll(/(?:backupplan\.cjs"|^ *(?:if .*; then )?backupplan) ([a-z]+ .*)$/gm)].map(([, line = '']) => line),
      ),
      ...hooks.map(({ entry, args = [] }) => [entry.replace(/^backupplan /, ''), ...args].join(' ')),
    ];
    assert.equal(lines.length, 4 + 4 + 4, lines.join('\n'));
    for (const line of lines) {
      const command = commands.find(({ name }) => name === line.split(' ')[0]);
      assert.ok(command, line);
      for (const [, option = ''] of line.matchAll(/ --([a-z][a-z-]*)/g)) assert.ok(option in command.options, line);
    }
  });
});

function logOf(outcomes: readonly Outcome[], id: string): string {
  return outcomes.find((each) => each.id === id)?.log ?? '';
}

function failed(outcomes: readonly Outcome[]): readonly string[] {
  return outcomes.filter(({ code }) => code !== 0).map(({ id }) => id);
}
