import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Folder } from '../run.ts';
import { changed, clinic } from './cases.ts';
import { Repository } from './repository.ts';

const FILE = 'clinic.backupplan';
const slower = changed(['copy    every 15m from nas to vault', 'copy    every 6h from nas to vault']);
const broken = /^✗ RPO of records is no longer kept: in fire up to 7h4m26s is lost, 19m20s before; 1h is promised/;

describe('diff, of revisions', () => {
  let repository: Repository;
  beforeEach(() => {
    repository = new Repository();
    repository.put({ [FILE]: clinic });
    repository.commit('Before');
  });
  afterEach(() => repository.remove());

  it('compares two revisions, whatever the working tree holds', async () => {
    repository.git('switch', '--quiet', '--create', 'faster');
    repository.put({ [FILE]: slower });
    repository.commit('Copies less often');
    repository.put({ [FILE]: 'no plan' });
    assert.match((await repository.diff('main', 'faster')).out, broken);
    assert.match((await repository.diff('faster~1', 'HEAD')).out, broken);
    assert.match((await repository.diff('HEAD', 'main')).out, /^✓ RPO of records is kept now/);
    assert.match((await repository.diff('HEAD', 'HEAD')).out, /^✓ No change in meaning/);
  });

  it('reads imports, the catalogue and the configuration at their revision', async () => {
    const importing = { 'a/main.backupplan': `import "../shared/clinic.backupplan"\nplan "Outer" { timezone "UTC" }\n` };
    const shared = (text: string): string => text.slice(text.indexOf('site ward'));
    repository.put({ ...importing, 'shared/clinic.backupplan': shared(clinic), 'backupplan.config.yaml': 'severity:\n  rpo-unmet: off\n' });
    repository.commit('Imports');
    repository.put({ ...importing, 'shared/clinic.backupplan': shared(slower) });
    const { out } = await repository.diff('HEAD');
    assert.match(out, /^✗ RPO of records is no longer kept: in fire up to 6h4m25s is lost/);
    assert.match(out, /^ {2}error\[rpo-unmet\] shared\/clinic\.backupplan:/m);
  });

  it('tells one file of a repository, and finds it where it was before', async () => {
    repository.put({ 'plans/clinic.backupplan': slower, 'other.backupplan': 'plan "Other" { }' });
    const { out } = await repository.diff('main', 'plans/clinic.backupplan');
    assert.match(out, broken);
    assert.match(out, /^Clinic \(plans\/clinic\.backupplan, was clinic\.backupplan\)$/m);
    assert.doesNotMatch(out, /Other/);
  });

  it('works below the top of the repository', async () => {
    repository.put({ [`deep/er/${FILE}`]: clinic, 'broken.backupplan': 'sytem' });
    repository.commit('Deeper');
    const deeper = repository.folder.within('deep/er');
    deeper.write(FILE, slower);
    const { out } = await deeper.run(['diff', 'HEAD']);
    assert.match(out, broken);
    assert.match(out, /^Clinic \(clinic\.backupplan\)$/m);
  });

  it('follows a link in a revision, and none in a circle', async () => {
    repository.put({ 'real/clinic.backupplan': clinic });
    symlinkSync('real/clinic.backupplan', path.join(repository.folder.path, 'link.backupplan'));
    symlinkSync('circle.yaml', path.join(repository.folder.path, 'circle.yaml'));
    repository.commit('Links');
    repository.folder.write('real/clinic.backupplan', slower);
    const { out, err } = await repository.diff('HEAD');
    assert.equal(err, '');
    assert.match(out, /2 plans changed/);
  });

  for (const name of [
    '--help-me',
    '--output=pwned',
    '-x',
    '--upload-pack=touch pwned',
    'main;touch pwned',
    '$(touch pwned)',
    'a\nb',
    'main..HEAD',
    ' ',
    '',
    'main:clinic.backupplan',
    'refs/heads/none',
    '\u202emain',
    'ä'.repeat(5000),
  ]) {
    it(`takes ${JSON.stringify(name.slice(0, 30))} for no revision and no option of git`, async () => {
      const { code, out, err } = await repository.folder.run(['diff', '--', name]);
      assert.deepEqual({ code, out }, { code: 2, out: '' });
      assert.match(err, /^backupplan: there is no file, folder or git revision '/);
      assert.ok(!existsSync(path.join(repository.folder.path, 'pwned')));
    });
  }

  it('says of a range what to write instead', async () => {
    assert.match((await repository.diff('main...HEAD')).err, /diff takes two revisions apart, not a range/);
  });

  it('says so where BASE is not there, as in a shallow clone', async () => {
    const { code, err } = await repository.diff('0123456789012345678901234567890123456789');
    assert.equal(code, 2);
    assert.match(err, /fetch it first/);
  });

  it('says so where there is no repository', async () => {
    const folder = new Folder();
    try {
      folder.write(FILE, clinic);
      const { code, err } = await folder.run(['diff', 'main']);
      assert.equal(code, 2);
      assert.match(err, /'main' is no file or folder here, and no revision: .* lies in no git repository/);
    } finally {
      folder.remove();
    }
  });

  it('tells everything as new where BASE has no plan yet', async () => {
    repository.git('switch', '--quiet', '--orphan', 'empty');
    repository.commit('Nothing');
    repository.put({ [FILE]: clinic });
    assert.match((await repository.diff('empty')).out, /^· The plan is new; nothing is wrong with it\.\n/);
    assert.match((await repository.diff('main', 'empty')).out, /^✗ The plan is gone, and with it all that was promised for 3 systems\.\n/);
  });

  it('runs no hook, no filter and no program of the repository', async () => {
    const trap = repository.folder.write('trap.sh', `#!/bin/sh\ntouch "${repository.folder.path}/pwned"\ncat\n`);
    chmodSync(trap, 0o755);
    for (const setting of [
      'core.fsmonitor',
      'core.pager',
      'diff.external',
      'core.sshCommand',
      'filter.evil.smudge',
      'filter.evil.process',
      'diff.evil.textconv',
    ])
      repository.git('config', setting, trap);
    mkdirSync(path.join(repository.folder.path, '.git', 'hooks'), { recursive: true });
    for (const hook of ['post-checkout', 'post-index-change', 'reference-transaction']) {
      writeFileSync(path.join(repository.folder.path, '.git', 'hooks', hook), `#!/bin/sh\nexec "${trap}"\n`, { mode: 0o755 });
    }
    writeFileSync(path.join(repository.folder.path, '.git', 'info', 'attributes'), '*.backupplan filter=evil diff=evil\n');
    repository.folder.write(FILE, slower);
    assert.match((await repository.diff('main')).out, broken);
    assert.ok(!existsSync(path.join(repository.folder.path, 'pwned')));
  });

  it('writes nothing into the repository', async () => {
    const state = (): string =>
      repository.git('status', '--porcelain') + repository.git('count-objects', '-v') + repository.git('for-each-ref');
    const before = state();
    await repository.diff('main');
    assert.equal(state(), before);
  });

  it('names the side whose catalogue cannot be used', async () => {
    repository.put({ [FILE]: clinic, 'backupplan.catalog.yaml': 'storages: [' });
    repository.commit('Broken catalogue');
    repository.put({ [FILE]: slower });
    const { code, err } = await repository.diff('HEAD');
    assert.equal(code, 2);
    assert.match(err, /^backupplan: HEAD: the catalogue of this workspace cannot be used/);
  });

  it('takes a plan that is no text for one that cannot be read', async () => {
    repository.folder.write(
      FILE,
      Uint8Array.from({ length: 4000 }, (_, index) => (index * 7919) % 256),
    );
    const { code, out } = await repository.diff('main', '--exit-code');
    assert.equal(code, 1);
    assert.match(out, /^✗ /);
  });

  it('cannot read what it may not, and says which', async () => {
    repository.put({});
    mkdirSync(path.join(repository.folder.path, 'x'));
    symlinkSync('nowhere', path.join(repository.folder.path, FILE));
    const { code, err } = await repository.diff('main');
    assert.equal(code, 2);
    assert.match(err, /^backupplan: the working tree: 'clinic\.backupplan' cannot be read/);
  });
});

describe('diff, of folders and files', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
    folder.write('old/a/clinic.backupplan', clinic);
    folder.write('new/b/clinic.backupplan', slower);
  });
  afterEach(() => folder.remove());

  it('compares folders, and pairs plans that have moved', async () => {
    const { code, out } = await folder.run(['diff', 'old', 'new']);
    assert.equal(code, 0);
    assert.match(out, broken);
    assert.match(out, /^Clinic \(new\/b\/clinic\.backupplan, was old\/a\/clinic\.backupplan\)$/m);
  });

  it('compares two files, whatever they are called', async () => {
    folder.write('other.backupplan', slower.replace('plan "Clinic"', 'plan "Hospital"'));
    const { out } = await folder.run(['diff', 'old/a/clinic.backupplan', 'other.backupplan']);
    assert.match(out, broken);
    assert.match(out, /the plan: plan "Clinic" → plan "Hospital"/);
  });

  it('ends with 1 where a promise gets worse, if it is asked to', async () => {
    assert.equal((await folder.run(['diff', 'old', 'new', '--exit-code'])).code, 1);
    assert.equal((await folder.run(['diff', 'new', 'old', '--exit-code'])).code, 0);
    assert.equal((await folder.run(['diff', 'old', 'old', '--exit-code'])).code, 0);
  });

  it('says what it needs', async () => {
    const said = async (...args: readonly string[]): Promise<string> => {
      const { code, err } = await folder.run(['diff', ...args]);
      assert.equal(code, 2);
      return err;
    };
    folder.write('empty/readme.txt', '');
    folder.write('library.backupplan', 'site a { kind office }\n');
    assert.match(await said(), /diff takes what to compare with/);
    assert.match(await said('old', 'new', 'old'), /two things to compare, not 3/);
    assert.match(await said('old/a/clinic.backupplan'), /say what to compare 'old\/a\/clinic\.backupplan' with/);
    assert.match(await said('empty', 'empty'), /there is no plan to compare on either side/);
    assert.match(await said('library.backupplan', 'library.backupplan'), /there is no plan to compare on either side/);
    assert.match(await said('old', 'new', '--format', 'html'), /--format takes pretty, markdown, json/);
  });
});
