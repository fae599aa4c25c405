/** What the workflows may do: they hold the keys to everybody who installs us. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly needs?: string;
  readonly uses?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
}
interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = '.github/workflows';
const texts = Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
const workflows: Readonly<Record<string, Workflow>> = Object.fromEntries(
  Object.entries(texts).map(([name, text]) => [name, parse(text) as Workflow]),
);
const release = workflows['release.yml']?.jobs ?? {};
const runs = (job: Job | undefined): string => (job?.steps ?? []).map(({ run = '' }) => run).join('\n');

describe('the workflows', () => {
  it('use actions of a commit, with its version beside it', () => {
    const used = Object.values(texts).flatMap((text) => [...text.matchAll(/uses: (.*)$/gm)].map((match) => match[1] ?? ''));
    assert.ok(used.length > 5);
    assert.deepEqual(
      used.filter((action) => !action.startsWith('./.github/') && !/^actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action)),
      [],
    );
  });

  it('may read, and say to npm who they are', () => {
    const written = Object.entries(workflows).flatMap(([name, { permissions, jobs }]) =>
      [['', { permissions }] as const, ...Object.entries(jobs)].flatMap(([job, { permissions: granted = {} }]) =>
        Object.entries(granted).flatMap(([what, right]) => (right === 'read' ? [] : [`${name} ${job}: ${what} ${right}`])),
      ),
    );
    assert.deepEqual(written, ['release.yml npm: id-token write']);
    for (const { uses, with: given } of Object.values(workflows).flatMap(({ jobs }) =>
      Object.values(jobs).flatMap(({ steps = [] }) => steps),
    ))
      if (uses?.startsWith('actions/checkout@')) assert.equal(given?.['persist-credentials'], false);
  });

  it('show a secret to the one step that sends a package, in an environment that somebody approves', () => {
    const told = Object.entries(release).flatMap(([name, { steps = [] }]) =>
      steps.flatMap(({ env = {} }) => Object.values(env).map((value) => `${name}: ${value.replace(/^\$\{\{ (.*) \}\}$/, '$1')}`)),
    );
    assert.deepEqual(told, ['marketplace: secrets.VSCE_PAT', 'open-vsx: secrets.OVSX_PAT']);
    assert.equal(Object.values(texts).join('').split('secrets.').length - 1, told.length);
    for (const name of ['marketplace', 'open-vsx', 'npm']) assert.equal(release[name]?.environment, 'release');
    // What an event brings along is text of a stranger; a shell must not read it as its own.
    for (const job of Object.values(workflows).flatMap(({ jobs }) => Object.values(jobs))) assert.ok(!runs(job).includes('${{'));
  });

  it('release nothing that has not passed .ci/run, and the same files everywhere', () => {
    assert.match(runs(workflows['ci.yml']?.jobs.test), /^\.ci\/run$/m);
    assert.equal(release.test?.uses, './.github/workflows/ci.yml');
    assert.equal(release.package?.needs, 'test');
    for (const name of ['marketplace', 'open-vsx', 'npm']) {
      assert.equal(release[name]?.needs, 'package');
      assert.match(runs(release[name]), /backupplan\.(vsix|tgz)/);
      assert.doesNotMatch(runs(release[name]), /npm run/);
    }
  });
});
