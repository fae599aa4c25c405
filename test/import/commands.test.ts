/** Commands of backup tools as people write them, and what is drafted of each. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
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

  const storage = (plan: string): string => /^storage [^}]*/mu.exec(plan)?.[0] ?? '';

  it("gives a bucket at one of Amazon's own hosts no endpoint, and its site the region of the host", async () => {
    for (const [place, region] of [
      ['s3.eu-central-1.amazonaws.com/acme', 'eu-central-1'],
      ['https://s3-eu-west-1.amazonaws.com/acme/prefix', 'eu-west-1'],
      ['https://s3.dualstack.ap-southeast-2.amazonaws.com:443/acme', 'ap-southeast-2'],
      ['https://s3-fips.us-gov-west-1.amazonaws.com/acme', 'us-gov-west-1'],
      ['https://acme.s3.eu-north-1.amazonaws.com/prefix', 'eu-north-1'],
      ['acme.s3.eu-north-1.amazonaws.com', 'eu-north-1'],
      ['https://s3.amazonaws.com/acme', undefined],
    ] as const) {
      const { plan } = await imported(`RESTIC_REPOSITORY=s3:${place} restic backup /a`);
      const name = region === undefined ? 'aws' : `aws-${region}`;
      assert.match(storage(plan), new RegExp(`^storage acme: s3 \\{\\n at ${name}\\n bucket "acme"\\n encrypted with`, 'u'), place);
      assert.equal(/ region "(.*)"/u.exec(plan)?.[1], region, place);
      assert.doesNotMatch(plan, /endpoint/u);
    }
    for (const line of [
      'aws s3 sync /a s3://acme --endpoint-url https://s3.eu-central-1.amazonaws.com',
      'pg_dump shop | aws s3 cp - s3://acme/shop.sql --endpoint-url https://s3.eu-central-1.amazonaws.com',
      's3cmd --host=s3.eu-central-1.amazonaws.com sync /a s3://acme',
    ])
      assert.match(storage((await imported(line)).plan), /^storage acme: s3 \{\n at aws-eu-central-1\n bucket "acme"\n \/\//u, line);
    folder.write('pg.conf', '[main]\npg1-path=/x\nrepo1-type=s3\nrepo1-s3-bucket=acme\nrepo1-s3-endpoint=s3.eu-central-1.amazonaws.com\n');
    assert.doesNotMatch((await folder.run(['import', 'pg.conf', '-o', '-'])).out, /endpoint/u);
  });

  it('leaves the endpoint of other stores, also where it looks like one of Amazon’s', async () => {
    for (const host of ['minio.lan:9000', 's3.cn-north-1.amazonaws.com.cn', 's3.amazonaws.com.example.com'])
      for (const line of [
        `restic -r s3:https://${host}/acme backup /a`,
        `aws s3 sync /a s3://acme --endpoint-url https://${host}`,
        `pg_dump shop | aws s3 cp - s3://acme/shop.sql --endpoint-url https://${host}`,
      ])
        assert.match(storage((await imported(line)).plan), new RegExp(` endpoint "https://${host.replaceAll('.', '\\.')}"`, 'u'), line);
  });

  it('takes what the store is told to encrypt as encrypted there, with no key of the plan', async () => {
    for (const line of [
      'aws s3 cp /a/b s3://acme/ --sse AES256',
      'aws s3 cp --sse /a/b s3://acme/',
      'aws s3 sync /a s3://acme --sse --delete',
      'aws s3 sync /a s3://acme --sse aws:kms --sse-kms-key-id alias/backup',
      'aws s3 cp /a/b s3://acme/ --sse=aws:kms',
      'pg_dump shop | gzip | aws s3 cp - s3://acme/shop.gz --sse AES256',
      'tar cz /a | aws s3 cp --sse AES256 - s3://acme/a.tgz',
      'pg_dump shop > /tmp/shop.sql && aws s3 cp /tmp/shop.sql s3://acme/ --sse AES256',
      's3cmd put --server-side-encryption /a/b s3://acme/',
      'rclone sync --s3-server-side-encryption AES256 /a s3:acme',
    ]) {
      const { plan, report } = await imported(line);
      assert.match(storage(plan), /^storage acme: s3 \{[^}]*\n encrypted\n/u, line);
      assert.doesNotMatch(`${plan}${report}`, /says that what lies there is encrypted|^key /mu, line);
    }
    assert.match((await imported('aws s3 sync /a s3://acme --sse-c AES256 --sse-c-key fileb:///etc/key')).plan, /encrypted with acme-key/u);
    assert.match((await imported('aws s3 sync /a s3://acme')).plan, /TODO encrypted: nothing that was read says/u);
    const pgbackrest = '[main]\npg1-path=/x\nrepo1-type=s3\nrepo1-s3-bucket=acme\n';
    for (const [setting, said] of [
      ['repo1-s3-kms-key-id=alias/backup', /\n {2}encrypted\n/u],
      ['repo1-s3-sse-customer-key=SECRET', /encrypted {2}with acme-key/u],
    ] as const) {
      folder.write('pg.conf', `${pgbackrest}${setting}\n`);
      const { out } = await folder.run(['import', 'pg.conf', '-o', '-']);
      assert.match(out, said);
      assert.doesNotMatch(out, /SECRET/u);
    }
  });

  it('says where scripts that are generated have their repository, and that the present one stays', async () => {
    folder.write(
      'tab',
      [
        '0 2 * * * restic -r s3:s3.eu-central-1.amazonaws.com/acme/host1 backup /srv/a',
        '0 3 * * * restic -r sftp:u@nas.example.com:/pool/r backup /srv/a',
        '0 4 * * * restic -r /mnt/usb/r backup /srv/b',
        '0 5 * * * borg create /mnt/usb2/c::x /srv/c',
        '0 6 * * * restic -r b2:far backup /srv/d',
        '0 7 * * * restic -r s3:s3.amazonaws.com/other/e backup /srv/e',
        '',
      ].join('\n'),
    );
    assert.equal((await folder.run(['import', 'tab', '-o', 'x.backupplan'])).code, 0);
    const plan = readFileSync(path.join(folder.path, 'x.backupplan'), 'utf8');
    const stays = 'stays as it is, with all that is in it; scripts of `generate` make one of their own at';
    assert.deepEqual(plan.match(/(?<=\/\/ the repository at ).*/gu), [
      `acme/host1 ${stays} acme/a`,
      `nas.example.com:/pool/r ${stays} nas.example.com:/pool/r/a.2`,
      `/mnt/usb/r ${stays} /mnt/usb/r/b`,
    ]);
    assert.deepEqual(plan.match(/(?<=TODO path: ).*/gu), [
      '/mnt/usb2/c is a repository, and Borg makes none in it: scripts of `generate` need the folder around it, or another',
      'other/e is a repository, and scripts of `generate` would write into it; give them another place',
    ]);
    assert.equal((await folder.run(['generate', 'x.backupplan', '--only', 'scripts', '--out', 'made'])).code, 0);
    const made = readdirSync(path.join(folder.path, 'made'), { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map(({ parentPath, name }) => readFileSync(path.join(parentPath, name), 'utf8'));
    const repositories = new Set(made.flatMap((text) => text.match(/(?<=^repository=\(\[.*\]=').*(?='\)$)/gmu) ?? []));
    assert.deepEqual([...repositories].sort(), [
      '/mnt/usb/r/b',
      '/mnt/usb2/c/c',
      's3:https://s3.amazonaws.com/acme/a',
      's3:https://s3.amazonaws.com/other/e',
      'sftp:u@nas.example.com:/pool/r/a.2',
    ]);
  });

  it('takes the account of `sftp:account@host:` for no word of a password', async () => {
    const { plan, report } = await imported('restic -r sftp:u@nas.lan:/r backup /a');
    assert.match(storage(plan), / user "u"\n/u);
    assert.doesNotMatch(report, /a password stands here/u);
  });
});
