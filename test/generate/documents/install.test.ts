/** The steps of the folder's README before the first run. */
import assert from 'node:assert/strict';
import { examineText, generated } from '../sample.ts';

const head = `plan "Acme" { owner "a@b.example"; timezone "Europe/Berlin" }
  site here { kind datacenter } site cloud { kind cloud; provider aws; region "eu-central-1" } key acme-key { kept at here }
  storage nas: nas { at here; path "/srv/nas" }
  storage vault: s3 { at cloud; bucket "acme"; account vault-admin; encrypted with acme-key }\n`;
const volume = 'size 1 GB; changes 1 GB/day';
const orders = `system orders: postgresql { at here; host "db.example.com"; user "backup"; credentials from "/etc/backup/orders.pgpass"; ${volume}
  backup { full daily at 02:00 to nas using pg_basebackup; copy after full from nas to vault; keep 5 last } }\n`;
const shop = `system shop: mariadb { at here; host "maria.example.com"; ${volume}
  backup { full daily at 02:00 to nas; log hourly to nas; keep 5 last } }\n`;
const files = `system files: files { at here; path "/srv/x"; ${volume}; backup { full daily at 02:00 to vault using restic; keep 5 last } }\n`;

/** A file of the folder; `name` is its path. */
function fileOf(text: string, name: string): string {
  return generated(examineText(head + text)).get(name)?.text ?? '';
}

/** The steps, a text each. */
function stepsOf(text: string): readonly string[] {
  const all = fileOf(text, 'README.md');
  return (/## How to install it\n\n(.*?)\n## /su.exec(all)?.[1] ?? '').split(/^\d+\. /mu).slice(1);
}

function step(text: string, start: string): string {
  return stepsOf(text).find((each) => each.startsWith(start)) ?? '';
}

describe('the installation', () => {
  it('says for a PostgreSQL server the role, how it is let in, and where its password is', () => {
    const text = step(orders, 'On the server of `orders`');
    assert.match(text, /create role "backup" login replication password 'PASSWORD';/u);
    assert.match(text, /host replication backup ADDRESS\/32 scram-sha-256\n {3}host all backup/u);
    assert.match(text, /`\/etc\/backup\/orders\.pgpass`, of `postgres`, mode 600: `\*:\*:\*:backup:PASSWORD`/u);
    assert.doesNotMatch(text, /pg_read_all_data|superuser/u);
    const dumped = step(orders.replace('pg_basebackup', 'pg_dump'), 'On the server of `orders`');
    assert.match(dumped, /login bypassrls password 'PASSWORD';\n {3}grant pg_read_all_data to "backup";/u);
    assert.doesNotMatch(dumped, /replication/u);
  });

  it('asks nothing but an entrance of a server that scripts reach as its own user', () => {
    const own = orders.replace('host "db.example.com"; user "backup"; credentials from "/etc/backup/orders.pgpass"; ', '');
    const text = step(own, 'On the server of `orders`');
    assert.match(text, /as `postgres`, the superuser, over its socket/u);
    assert.match(text, /local replication postgres peer/u);
    assert.doesNotMatch(text, /create role|PASSWORD/u);
  });

  it('says for MariaDB and MySQL the account with its rights, and what a log needs only where there is one', () => {
    const text = step(shop, 'On the server of `shop`');
    assert.match(text, /`log_bin` and a `server_id`/u);
    assert.match(text, /grant select, show view, .*replication slave on \*\.\* to 'backup'@'%';/u);
    assert.match(text, /`~\/\.my\.cnf` of `mysql`, mode 600, below `\[client\]`/u);
    assert.doesNotMatch(step(shop.replace('log hourly to nas; ', ''), 'On the server of `shop`'), /log_bin/u);
  });

  it('leaves a name that is more than a word to be filled in', () => {
    const text = step(orders.replace('user "backup"', `user "o'; drop"`), 'On the server of `orders`');
    assert.match(text, /create role "USER"/u);
    assert.doesNotMatch(text, /drop/u);
  });

  it('names the programs, and no server where there is none', () => {
    assert.match(step(files, 'Have on these machines'), /: restic for `files`\./u);
    assert.ok(!stepsOf(files).some((each) => each.startsWith('On the server of')));
  });

  it('starts the timers of each machine there, and says so', () => {
    const text = step(orders + shop, 'Install what is in `schedule/`');
    assert.match(text, /Let each job run on one machine alone/u);
    assert.match(
      text,
      /# On the machines with the credentials of production:\n {4}# jobs of db\.example\.com\n {4}sudo systemctl enable --now \S+orders\.full-nas\.timer\n {4}# jobs of maria\.example\.com\n/u,
    );
    assert.match(
      text,
      /# On the machine with the credentials of vault-admin:\n {4}sudo systemctl enable --now \S+orders\.copy-nas-vault\.timer/u,
    );
    assert.doesNotMatch(step(orders, 'Install what is in `schedule/`'), /jobs of|one machine alone/u);
  });

  it('has the folder of production mounted where copies of another account read it', () => {
    assert.match(step(orders, 'What lies in `scripts/vault-admin/`'), /read `nas` at `\/srv\/nas`: mount it there too, read-only/u);
    assert.doesNotMatch(step(files, 'What lies in `scripts/vault-admin/`'), /mount|prunes/u);
    const kept = files.replace('to vault', 'to safe').concat('storage safe: nas { at here; path "/srv/safe"; account keeper }');
    assert.match(
      step(kept, 'What lies in `scripts/keeper/`'),
      /prunes `safe` at `\/srv\/safe`: that path has to be there too, with leave to delete/u,
    );
  });

  it('says that one key is two things where one system packs with it and another has a password of that name', () => {
    assert.match(step(orders + files, 'Make `acme-key`'), /For files `acme-key` is a password/u);
    assert.doesNotMatch(step(orders, 'Make `acme-key`'), /password/u);
  });

  it('marks storages in the settings only where there are some, and has the region of the plan', () => {
    const text = fileOf(files, 'scripts/files/env.example');
    assert.doesNotMatch(text, /prepare\.sh|eu-west-1/u);
    assert.match(text, /AWS_DEFAULT_REGION=eu-central-1$/mu);
    assert.match(fileOf(orders, 'scripts/orders/env.example'), /prepare\.sh STORAGE {5}as root, for nas, vault, each/u);
  });
});
