import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { documentOf, examineText, example, generated, samples } from '../sample.ts';
import { crowded } from './crowded.ts';

describe('a runbook', () => {
  const examination = examineText(crowded);
  const fire = documentOf(examination, 'runbook-fire');
  const mistake = documentOf(examination, 'runbook-mistake');
  const intruder = documentOf(examination, 'runbook-intruder');
  /** The text under a heading of level 2, or of a step by its title. */
  const part = (text: string, heading: string): string => {
    const start = text.search(new RegExp(`^#{2,3} (?:\\d+\\. )?${heading}$`, 'mu'));
    assert.notEqual(start, -1, `no heading '${heading}'`);
    const level = text.slice(start).startsWith('###') ? /^#{2,3} /mu : /^## /mu;
    const rest = text.slice(text.indexOf('\n', start));
    const end = rest.search(level);
    return end === -1 ? rest : rest.slice(0, end);
  };
  const position = (text: string, heading: string): number => {
    const at = text.search(new RegExp(`^#{2,3} (?:\\d+\\. )?${heading}$`, 'mu'));
    assert.notEqual(at, -1, `no heading '${heading}'`);
    return at;
  };

  it('is written for a plan that is understood', () => {
    assert.deepEqual(
      examination.findings.filter(({ code }) => ['syntax', 'unknown-word', 'undefined-name'].includes(code)),
      [],
    );
  });

  it('has on its first page what has happened, whom to call, and every system with its times', () => {
    const start = part(fire, 'Start here');
    assert.match(start, /home \(datacenter, eu-central\) is lost/u);
    assert.match(start, /Not affected: books\. Without a backup, by decision: scratch\./u);
    assert.match(start, /any sign of an intruder.*\[intruder\]\(runbook-intruder\.md\)/u);
    assert.match(start, /\| 1 \| Anna &lt;b>A\.&lt;\/b> \| On call \| \+49 1 \| <anna@crowd\.example> \| call the next after 15m \|/u);
    assert.match(start, /\[local\]\(#recover-local\).*\*\*cannot be recovered\*\*.*\*\*everything\*\*/u);
  });

  it('stops what removes points by the names that it says', () => {
    let seen = 0;
    for (const name of samples) {
      for (const { path, text } of generated(example(name)).values()) {
        if (!/^documents\/(?:runbook|restore)-.*\.md$/u.test(path) || !/^### \d+\. Stop pruning$/mu.test(text)) continue;
        const hold = part(text, 'Stop pruning');
        const said = [...(/Stop what removes points: (.*?)\. /u.exec(hold)?.[1] ?? '').matchAll(/`(.+?)`/gu)].map(([, id]) => id);
        const units = [...hold.matchAll(/([^-\s]+(?:-[^-\s.]+)*)\.(\S+)\.(?:timer|path)/gu)].map(
          ([, start, job]) => `${start?.split('-').at(-1)}/${job}`,
        );
        assert.deepEqual([...said].sort(), units.sort(), `${name}/${path}`);
        seen += units.length;
      }
    }
    assert.ok(seen > 10);
    assert.match(
      part(documentOf(example('postgresql'), 'runbook-datacenter-failure'), 'Stop pruning'),
      /with the credentials of `production` has ended with the machines that are lost/u,
    );
  });

  it('recovers what others depend on before them', () => {
    const order = ['Recover orders', 'Recover pictures', 'Recover web'].map((heading) => position(fire, heading));
    assert.deepEqual(
      order,
      order.toSorted((one, other) => one - other),
    );
    assert.match(part(fire, 'Recover web'), /when \[orders\]\(#recover-orders\) and \[pictures\]\(#recover-pictures\) are back/u);
  });

  it('puts the steps of the plan into their phases, with who does them', () => {
    assert.match(part(fire, 'Find out and declare'), /### 1\. Ring the porter\n\nStep of the plan, line \d+\.\n\n- \*\*Who:\*\* Anna/u);
    assert.match(
      part(fire, 'Get ready'),
      /Bring the tapes from the bank; ask for box 7[\s\S]*2h, which is not in the times of the first page/u,
    );
    assert.match(part(fire, 'Recover orders'), /Compare the last invoice[\s\S]*- \*\*Time:\*\* 15m\n/u);
    assert.match(part(fire, 'Recover web'), /Warm the cache[\s\S]*5m, which is not in the times/u);
    assert.match(part(fire, 'Verify and open'), /Order something/u);
    assert.match(part(fire, 'Go back'), /Move back on a Sunday/u);
    assert.doesNotMatch(part(fire, 'Go back'), /Back up where it runs now/u);
  });

  it('says who declares, until when, and what to send', () => {
    assert.match(part(fire, 'Declare fire'), /\*\*Who:\*\* bert, else the next/u);
    assert.match(part(fire, 'Declare fire'), /by T\+30m/u);
    const tell = part(fire, 'Tell those who wait for it');
    assert.match(tell, /Send to `mailto:ops@crowd\.example` and `https:\/\/chat\.crowd\.example\/hook`/u);
    assert.match(tell, /^local: no time can be given\.$/mu);
    assert.match(tell, /orders holds personal data.*GDPR Art\. 33/u);
  });

  it('gives each tool its own commands, and the manager’s where somebody else runs the backup', () => {
    assert.match(part(fire, 'Recover cache'), /redis-server --port 6380 .*--appendonly no/u);
    assert.match(part(fire, 'Recover cluster'), /etcdctl snapshot restore/u);
    assert.match(part(fire, 'Recover notes'), /PRAGMA integrity_check/u);
    assert.match(part(fire, 'Recover papers'), /mongorestore/u);
    assert.match(part(fire, 'Recover pods'), /velero restore create .*--include-namespaces shop,wiki/u);
    assert.match(part(fire, 'Recover legacy'), /```bash\nlegacy load\n```/u);
    assert.match(part(fire, 'Recover wiki'), /mariadb-backup --prepare[\s\S]*--incremental-dir/u);
    assert.match(part(fire, 'Recover shop'), /-- Dump completed/u);
    assert.match(part(fire, 'Recover archive'), /sudo tar --extract/u);
    assert.match(
      part(fire, 'Recover pictures'),
      /must be reachable from this machine[\s\S]*scripts\/pictures\/restore\.sh --from box --in-place --i-understand pictures/u,
    );
    assert.match(part(fire, 'Recover web'), /```bash\ndeploy --to far\n```/u);
    const saas = documentOf(examineText(crowded.replace('lose home;', 'lose home, books;')), 'runbook-fire');
    assert.match(part(saas, 'Recover books'), /Books Cloud[\s\S]*```bash\nbooks points\n```[\s\S]*```bash\nbooks restore LATEST\n```/u);
  });

  it('lets a standby take over, and give back, by its scripts', () => {
    const live = part(fire, 'Recover live');
    const commands = [...live.matchAll(/^sudo -u postgres \/opt\/backupplan\/crowded\/scripts\/live\/standby-far\/(\S+)$/gmu)];
    assert.deepEqual(
      commands.map(([, command]) => command),
      ['fence.sh', 'promote.sh', 'repoint.sh'],
    );
    assert.match(live, /Fence the old live[\s\S]*`db4\.crowd\.example` must not take a write again[\s\S]*On `db5\.crowd\.example`:/u);
    assert.match(
      live,
      /what came after that on `db4\.crowd\.example` is lost, up to 10s by the plan[\s\S]*- \*\*Time:\*\* 5m, so back by T\+/u,
    );
    assert.doesNotMatch(live, /Clients look for it at/u);
    assert.match(part(fire, 'What survives'), /\| live \| disk \| `\/srv\/backup` \| falls: lost with home \|/u);
    const home = part(documentOf(examineText(crowded.replace('step failback "Move back on a Sunday"', '')), 'runbook-fire'), 'Go back');
    assert.match(home, /standby-far\/rejoin\.sh\n[\s\S]*standby-far\/fail-back\.sh\n/u);
    assert.doesNotMatch(home, /users out: stop writing where it runs now[^\n]*live/u);
  });

  it('says how to promote a standby by hand where its host is not known', () => {
    const text = documentOf(examineText(crowded.replace(' host "db5.crowd.example"', '')), 'runbook-fire');
    assert.match(part(text, 'Recover live'), /select pg_promote/u);
    assert.doesNotMatch(text, /promote\.sh/u);
  });

  it('makes a virtual machine anew under its name, with its disks where they are now', () => {
    const text = documentOf(
      examineText(`plan "V" { timezone "UTC" } site here { kind datacenter } site far { kind datacenter }
        storage nas: disk { at far; path "/srv/nas" }
        system guest: vm { at here; size 1 GB; changes 1 GB/day; backup { full daily at 02:00 to nas using virsh; keep 7 last } }
        scenario fire { lose here; recover at far; declare within 1h; provision within 1h }`),
      'runbook-fire',
    );
    const line = /^sudo (sed -i .*) \S+domain\.xml$/mu.exec(text)?.[1] ?? '';
    const domain = `<domain>\n  <name>old</name>\n  <uuid>1-2</uuid>\n  <source file='/old place/disk.qcow2'/>\n</domain>\n`;
    const changed = execFileSync('bash', ['-c', line.replace('sed -i', 'sed')], { input: domain, encoding: 'utf8' });
    assert.equal(changed, "<domain>\n  <name>guest</name>\n  <source file='/var/lib/libvirt/images/guest/disk.qcow2'/>\n</domain>\n");
    assert.match(text, /virsh define .*domain\.xml && sudo virsh start guest/u);
  });

  it('says for each dump of several databases which one it is', () => {
    const orders = part(fire, 'Recover orders');
    assert.match(orders, /for each of `orders` and `billing`, whose name is DATABASE/u);
    assert.match(orders, /^DATABASE=$/mu);
  });

  it('says why nothing is left, where nothing is', () => {
    assert.match(part(fire, 'Recover local'), /Nothing that can restore it survives \(disk: lost with home\)/u);
    assert.match(part(fire, 'What survives'), /\| local \| disk \| `\/srv\/backup` \| falls: lost with home \|/u);
  });

  it('uses the generated script where it reads what survives', () => {
    const orders = part(mistake, 'Recover orders');
    assert.match(orders, /^sudo -u postgres \/opt\/backupplan\/crowded\/scripts\/orders\/restore\.sh --list$/mu);
    assert.match(orders, /--from disk --point "\$\{POINT:\?\}" --dry-run/u);
    assert.match(orders, /--in-place --i-understand orders/u);
    assert.match(mistake, /Put the generated folder in place/u);
    assert.doesNotMatch(part(fire, 'Recover orders'), /restore\.sh/u);
  });

  it('restores beside what is damaged, and onto new machines where an intruder was', () => {
    assert.match(
      part(mistake, 'Recover pictures'),
      /Restore pictures from box beside the damaged one[\s\S]*--from box --point "\$\{POINT:\?\}"$/mu,
    );
    assert.match(part(mistake, 'Recover shop'), /^sudo -u mysql \/opt\/backupplan\/crowded\/scripts\/shop\/restore\.sh --from disk/mu);
    assert.match(part(mistake, 'Stop what writes to orders'), /default_transaction_read_only = on/u);
    assert.match(part(mistake, 'Put orders into service'), /reset default_transaction_read_only/u);
    assert.match(part(intruder, 'Recover orders'), /On the new machine for orders at home/u);
    assert.doesNotMatch(part(intruder, 'Recover orders'), /On `db1/u);
    assert.match(part(intruder, 'Cut off the account production'), /With these credentials disk and tapes can be overwritten/u);
    assert.match(part(intruder, 'Change every secret that was within reach'), /`production` and `keeper`/u);
  });

  it('does not send anybody to storages before an intruder is out', () => {
    assert.ok(position(intruder, 'See that bucket can be read') > position(intruder, 'Cut off the account production'));
    assert.ok(position(fire, 'See that bucket can be read') < position(fire, 'Declare fire'));
  });

  it('tells what to do where no system falls, only copies', () => {
    const lost = documentOf(examination, 'runbook-box-lost');
    assert.match(lost, /production runs on/u);
    assert.match(part(lost, 'See which copies are left'), /\| pictures \| \*\*none: production is the only copy\*\* \|/u);
    assert.match(part(lost, 'See which copies are left'), /\| wiki \| disk \|/u);
    assert.match(part(lost, 'Run the backup again, a full first'), /pictures\/full-box/u);
  });

  it('has every step in its log', () => {
    for (const text of [fire, mistake, intruder]) {
      const steps = Array.from(text.matchAll(/^### (\d+\. .*)$/gmu), ([, heading]) => heading ?? '');
      const log = part(text, 'Log');
      assert.deepEqual(
        steps.map((step) => Number.parseInt(step, 10)),
        steps.map((_, index) => index + 1),
      );
      for (const step of steps) assert.ok(log.includes(`| | ${step} | | |`), step);
    }
  });

  it('lists what was assumed, apart, and nothing about money', () => {
    const assumed = part(fire, 'Assumptions');
    assert.match(assumed, /\| bucket\.read \| 100 MB\/s \|/u);
    assert.doesNotMatch(assumed, /\.(?:price|egress|minimum) /u);
  });

  it('is valid from the review until the next one, on the calendar', () => {
    assert.match(fire, /\| Reviewed \| 2026-08-31, valid until 2027-02-28 \(every 6 months\) \|/u);
    assert.match(fire, /\| Drilled \| 2026-05-31, due again by 2027-05-31 \|/u);
  });

  it('asks each host once whether it is down, and names an object store by its URL', () => {
    const text = documentOf(
      examineText(`plan "Twice" { owner "ops@twice.example" }
site home { kind datacenter }
site far  { kind cloud }
storage vault: s3 { at far; bucket "twice"; endpoint "s3.twice.example" }
policy nightly { full daily at 01:00 to vault; keep 30 days }
system one: postgresql { at home; host "db.twice.example"; database "one"; size 1 GB; backup with nightly }
system two: postgresql { at home; host "db.twice.example"; database "two"; size 1 GB; backup with nightly }
scenario fire { lose home; recover at far }
`),
      'runbook-fire',
    );
    assert.deepEqual(text.match(/^ping .*$/gmu), ['ping -c 3 -W 5 db.twice.example']);
    assert.match(text, /^aws s3 ls --recursive --endpoint-url https:\/\/s3\.twice\.example s3:\/\/twice\/ /mu);
  });

  it('says in one line what to add where the plan gives nothing', () => {
    const bare = documentOf(
      examineText(
        'plan "Bare" {}\nsite home { kind office }\nsystem pc: files { at home; path "/home"; exempt because "nothing on it" }\nscenario fire { lose home }\n',
      ),
      'runbook-fire',
    );
    assert.match(bare, /nobody; add `owner "…"` to the plan/u);
    assert.match(bare, /never; add `reviewed YYYY-MM-DD`/u);
    assert.match(bare, /The plan names nobody to call\. Add `contact NAME/u);
  });

  it('speaks to the server at the port of the plan, and to no other that may be there', () => {
    const documents = examineText(`plan "Ports" { timezone "UTC" }
site here { kind datacenter }
site away { kind cloud }
storage vault: s3 { at away; bucket "b"; account backup-admin; immutable 30 days }
system crm: postgresql {
  at here; host "db"; port 54871; database "crm"; size 1 GB; changes 1 GB/day
  backup { full daily at 02:00 to vault using pg_basebackup; log every 15m to vault; keep 30 days; verify restore weekly on monday expect "select count(*) from t" }
}
system shop: mariadb {
  at here; host "db"; port 3307; database "shop"; size 1 GB; changes 1 GB/day
  backup { full daily at 03:00 to vault using mariadb-dump; keep 30 days }
}
system mistakes: postgresql {
  at here; host "db"; port 54872; database "m"; size 1 GB; changes 1 GB/day
  backup { full daily at 02:00 to vault using pg_dump managed by "us"; keep 30 days }
}
scenario slip { corrupt crm, shop, mistakes; detected after 1 day }
scenario fire { lose here; recover at away }`);
    const text = ['runbook-slip', 'runbook-fire'].map((name) => documentOf(documents, name)).join('\n');
    const commands = [...text.matchAll(/^```.*\n([\s\S]*?)^```/gmu)].map(([, inside = '']) => inside).join('\n');
    const calls = commands.match(/(?:^|-u postgres |&& |\| )(?:env \S+ )?(?:psql|createdb|pg_restore|mariadb)\b.*$/gmu) ?? [];
    assert.ok(calls.length > 5, calls.join('\n'));
    for (const call of calls) assert.match(call, /--port=(?:5487[12]|3307)\b|-h "\$\{FOLDER|^mariadb < /u);
  });
});
