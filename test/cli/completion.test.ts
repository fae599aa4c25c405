import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { Folder } from './run.ts';

describe('shell completion', function () {
  this.timeout(60_000);
  let folder: Folder;
  let script: string;
  beforeEach(async () => {
    folder = new Folder();
    script = folder.write('completion.bash', (await folder.run(['completion', 'bash'])).out);
  });
  afterEach(() => folder.remove());

  /** What bash offers for the last of the words, as it would split them. */
  const offered = (...words: string[]): string[] => {
    const code = `set -eu; . "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _backupplan; printf '%s\\n' "\${COMPREPLY[@]-}"`;
    const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-c', code, 'bash', script, 'backupplan', ...words], {
      cwd: folder.path,
      encoding: 'utf8',
    });
    assert.equal(`${stderr}${status}`, '0');
    return stdout.split('\n').filter((line) => line !== '');
  };

  it('offers every command, and those that begin as what is typed', () => {
    for (const command of ['check', 'generate', 'explain', 'completion', '--version']) assert.ok(offered('').includes(command), command);
    assert.deepEqual(offered('ch'), ['check']);
    assert.deepEqual(offered('nothing'), []);
  });

  it('offers the options of a command, and the words that they take, by a space or a sign', () => {
    assert.deepEqual(offered('check', '--f'), ['--format', '--fail-level', '--fix']);
    assert.deepEqual(offered('check', '--format', 's'), ['sarif']);
    assert.deepEqual(offered('check', '--format', '=', 'j'), ['json', 'junit']);
    assert.deepEqual(offered('check', '--format', '='), ['pretty', 'json', 'sarif', 'github', 'gitlab', 'junit', 'markdown']);
    assert.deepEqual(offered('status', '--format', 'p'), ['pretty', 'prometheus']);
    assert.deepEqual(offered('check', '--max-warnings', ''), []);
  });

  it('offers codes to explain, and files with any name', () => {
    assert.ok(offered('explain', 'rpo-un').includes('rpo-unmet'));
    folder.write('my shop.backupplan', '');
    folder.write('of $HOME.backupplan', '');
    assert.deepEqual(offered('check', 'my'), ['my shop.backupplan']);
    assert.deepEqual(offered('check', 'of'), ['of $HOME.backupplan']);
    assert.deepEqual(offered('generate', '--out', 'my'), ['my shop.backupplan']);
  });

  it('completes for who presses the key', () => {
    // An interactive bash, with a terminal of its own: it completes `check --format sa` and runs what then stands there.
    folder.write('backupplan', '#!/bin/bash\nprintf "<%s>" "$@"\n');
    const keys = `. ./completion.bash; backupplan() { printf '<%s>' "$@"; }\nbackupplan ch\t--format sar\t\nexit\n`;
    const { stdout } = spawnSync('script', ['-qec', 'bash --norc -i', '/dev/null'], {
      cwd: folder.path,
      env: { PATH: process.env.PATH, TERM: 'dumb', PS1: '$ ' },
      input: keys,
      encoding: 'utf8',
    });
    assert.match(stdout, /<check><--format><sarif>/);
  });

  it('says which shells there are', async () => {
    const { code, err } = await folder.run(['completion', 'tcsh']);
    assert.deepEqual([code, err], [2, 'backupplan: completion takes bash, zsh, fish\n']);
  });

  it('names every command and option to zsh and fish too', async () => {
    const { allCommands } = await import('../../cli/commands.ts');
    for (const shell of ['zsh', 'fish']) {
      const { out } = await folder.run(['completion', shell]);
      for (const { name, options } of await allCommands()) {
        assert.ok(out.includes(name), name);
        for (const option of Object.keys(options))
          assert.match(out, new RegExp(shell === 'zsh' ? `--${option}\\[` : `-l ${option} `), option);
      }
    }
  });
});
