/** Commands of backup tools as people write them, and what is drafted of each. */
import assert from 'node:assert/strict';
import { Folder } from '../cli/run.ts';

describe('import of commands', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  /** The plan that lines of a crontab give, and its report; aligned with more blanks or fewer, they say the same. */
  const imported = async (...lines: readonly string[]): Promise<{ readonly plan: string; readonly report: string }> => {
    folder.write('tab', `${lines.map((line) => `0 2 * * * ${line}`).join('\n')}\n`);
    const { code, out, err } = await folder.run(['import', 'tab', '-o', '-']);
    assert.equal(code, 0, err);
    const [plan = '', report = ''] = [out, err].map((text) => text.replaceAll(/ +/gu, ' '));
    return { plan, report };
  };

  const todo = (plan: string, about: string): string[] => plan.match(new RegExp(`(?<=// TODO )${about}: what .*`, 'gu')) ?? [];

  it('asks what files list that say what is backed up, and what is not', async () => {
    const lists = [
      ['restic -r /mnt/usb/r backup --files-from=/etc/more --exclude-file /etc/not /a', '/etc/more', '/etc/not'],
      ['tar czf /backup/a.tgz -T /etc/more -X /etc/not /a', '/etc/more', '/etc/not'],
      ['rsync -a --files-from=/etc/more --exclude-from=/etc/not /a nas.lan:/b', '/etc/more', '/etc/not'],
      ['rsync -a --exclude-from=/etc/not db.lan:/a /backup', undefined, '/etc/not'],
      ['borg create --exclude-from /etc/not --patterns-from /etc/more nas.lan:r::x /a', '/etc/more', '/etc/not'],
      ['rclone sync --exclude-from /etc/not /a remote:b', undefined, '/etc/not'],
      ['cat /etc/more | restic -r /mnt/usb/r backup --files-from - /a', 'standard input', undefined],
    ] as const;
    for (const [line, more, not] of lists) {
      const { plan, report } = await imported(line);
      assert.deepEqual(todo(plan, 'path'), more === undefined ? [] : [`path: what ${more} lists was not read`], line);
      assert.deepEqual(todo(plan, 'exclude'), not === undefined ? [] : [`exclude: what ${not} lists was not read`], line);
      if (not !== undefined) assert.match(report, /\n exclude: what \/etc\/not lists was not read \(/u);
    }
  });

  it('leaves out what names no folder but in a file, and names the file', async () => {
    const { plan, report } = await imported(
      'restic -r /mnt/usb/r backup --files-from /etc/more',
      'restic -r /mnt/usb/r backup --exclude-file /etc/not $DIRS',
      'pg_dump kept > /kept/kept.sql',
    );
    assert.match(report, /tab:1 what it backs up stands in a file: what \/etc\/more lists was not read/u);
    assert.match(report, /tab:2 what it backs up is only known when it runs\n/u);
    assert.doesNotMatch(plan, /using restic/u);
  });

  it('reads a dump that goes into a repository through a pipe as one of the database', async () => {
    const { plan } = await imported(
      'pg_dump shop | gzip | restic -r sftp:u@nas.lan:/r backup --stdin --stdin-filename shop.dump',
      'docker exec db mysqldump crm | sudo borg create --stdin-name crm.sql nas.lan:b::x -',
      'tar cf - /etc | restic -r sftp:u@nas.lan:/r backup --stdin',
      'restic -r sftp:u@nas.lan:/r backup --stdin-filename wiki.sql --stdin-from-command -- sudo mysqldump -u root wiki',
      'borg create --content-from-command nas.lan:b::x -- pg_dump blog',
      'ssh db.lan pg_dump far | restic -r sftp:u@nas.lan:/r backup --stdin',
    );
    assert.doesNotMatch(plan, /shop\.dump/u);
    assert.match(plan, /system shop: postgresql \{[^}]*database "shop"[^}]*full daily at 02:00 to nas managed by "restic"/u);
    assert.match(plan, /system crm: mysql \{[^}]*full daily at 02:00 to \S+ managed by "borg"/u);
    assert.match(plan, /system wiki: mysql \{[^}]*full daily at 02:00 to nas managed by "restic"/u);
    assert.match(plan, /system blog: postgresql \{[^}]*full daily at 02:00 to \S+ managed by "borg"/u);
    assert.match(plan, /system far: postgresql \{[^}]*host "db\.lan"[^}]*full daily at 02:00 to nas managed by "restic"/u);
    assert.match(plan, /system etc: files \{[^}]*full daily at 02:00 to nas managed by "restic"/u);
    assert.match(plan, /storage nas: sftp \{[^}]*encrypted with nas-key/u);
  });

  it('leaves out what comes through a pipe from a command that it does not know, and a repository that it cannot draft', async () => {
    const { plan, report } = await imported(
      'own-dump | restic -r /mnt/usb/r backup --stdin --stdin-filename own.dump',
      'pg_dump shop | restic -r rest:http://backup.lan/ backup --stdin',
      'pg_dump kept > /kept/kept.sql',
    );
    assert.match(report, /tab:1 what it backs up is only known when it runs/u);
    assert.match(report, /tab:2 its repository is on a REST server, which this import cannot draft/u);
    assert.deepEqual(plan.match(/^system .*/gmu), ['system kept: postgresql {']);
  });

  it('reads restic copy as the copy of what is in a repository here, and leaves out one from elsewhere', async () => {
    const { plan, report } = await imported(
      'restic -r /mnt/usb/r backup /a',
      'restic -r b2:bucket:/x copy --from-repo /mnt/usb/r',
      'restic -r /mnt/usb/r copy --from-repo sftp:u@nas.lan:/r',
    );
    assert.match(plan, /copy daily at 02:00 from r to bucket/u);
    assert.match(report, /tab:3 it copies from a repository elsewhere, which this import cannot draft; write `copy` into the plan/u);
  });

  it('drafts no copy of a storage that is mounted below what stays on one file system', async () => {
    const dump = 'pg_dump shop > /mnt/nas/shop.sql';
    const { plan } = await imported(dump, 'restic -r s3:s3.amazonaws.com/bucket backup --one-file-system /');
    assert.doesNotMatch(plan, /copy /u);
    assert.match(plan, /system whole-machine: files \{[^}]*TODO exclude: what is mounted below \/ is not in it; ask `findmnt`/u);
    assert.match((await imported(dump, 'restic -r s3:s3.amazonaws.com/bucket backup /')).plan, /copy daily at 02:00 from nas to bucket/u);
    assert.match(
      (await imported(dump, 'restic -r s3:s3.amazonaws.com/bucket backup -x /mnt/nas')).plan,
      /copy daily at 02:00 from nas to bucket/u,
    );
  });

  it('takes no address that it does not know for a folder of this machine', async () => {
    const { plan, report } = await imported(
      'restic -r swift:cont:/x backup /a',
      'restic -r rest:https://backup.lan:8000/a backup /a',
      'restic -r b2:bucket backup /b',
      'restic -r azure:container:/ backup /b',
      'restic -r gs:google:/x backup /b',
      'restic -r rclone:remote:far backup /b',
      'rsync -a /a webdav://h/x',
    );
    assert.match(report, /tab:1 its repository is in OpenStack Swift, which this import cannot draft/u);
    assert.match(report, /tab:2 its repository is on a REST server, which this import cannot draft/u);
    assert.match(report, /tab:7 where it writes to is only known when it runs/u);
    assert.deepEqual(plan.match(/(?<=^storage ).*(?= \{)/gmu), ['bucket: b2', 'container: azure-blob', 'google: gcs', 'far: s3']);
  });
});
