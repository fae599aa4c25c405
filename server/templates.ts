/** Statements filled in as most people write them, for completion: a stop at each value, and names of the plan where one is wanted. */
import type { NameSort } from '../grammar/tree.ts';
import { chosenFrom } from './snippet.ts';

export interface Template {
  /** The statement's own word, in whose place it is then offered, or more words, for one of several ways to write it. */
  readonly label: string;
  readonly about: string;
  readonly text: string;
}

/**
 * `${3:site=berlin}`: a stop with the sites of the plan to choose from, and with `berlin` where there is none yet. `other site`: the second
 * one comes first, since a copy goes elsewhere.
 */
const named = /\$\{(\d+):(other )?(site|storage|key|system|policy)=([^}]+)\}/g;

/** By the statement that they are; the text in the notation of snippets. All defaults together make a plan without a finding. */
export const templates: Readonly<Record<string, readonly Template[]>> = {
  'file.plan': [
    {
      label: 'plan',
      about: 'The plan: who answers for it, its clock, who hears of a failure.',
      text: `plan "\${1:Shop}" {
\towner     "\${2:platform@shop.example}"
\ttimezone  "\${3:Europe/Berlin}"
\tnotify    "mailto:$2"
\treview    every \${4:6 months}
}

$0`,
    },
  ],
  'file.site': [
    {
      label: 'site',
      about: 'A place that can be lost as one.',
      text: `site \${1:berlin} { kind \${2|datacenter,cloud,office,home,building,room,rack,host,array|} }
$0`,
    },
  ],
  'file.storage': [
    {
      label: 'storage disk',
      about: 'A storage on a disk or a NAS.',
      text: `storage \${1:nas}: \${2|nas,disk,removable,tape,sftp|} {
\tat        \${3:site=berlin}
\tpath      "\${4:/srv/backup}"
\tcapacity  \${5:8 TB}
}

$0`,
    },
    {
      label: 'storage bucket',
      about: 'Object storage that nobody can overwrite.',
      text: `storage \${1:vault}: \${2|s3,azure-blob,gcs,b2|} {
\tat         \${3:other site=ireland}
\tbucket     "\${4:backups}"
\taccount    \${5:backup-admin}
\timmutable  \${6:35 days}
\tencrypted  with \${7:key=vault-key}
}

$0`,
    },
  ],
  'file.key': [
    {
      label: 'key',
      about: 'An encryption key and where it is kept.',
      text: `key \${1:vault-key} { kept at \${2:other site=ireland}; escrow "\${3:sealed envelope, bank safe}" }
$0`,
    },
  ],
  'file.system': [
    {
      label: 'system database',
      about: 'A database with its targets and its backup.',
      text: `system \${1:orders}: \${2|postgresql,mysql,mariadb,mongodb|} {
\tat        \${3:site=berlin}
\thost      "\${4:db1.shop.internal}"
\tdatabase  "\${5:orders}"
\tsize      \${6:120 GB}
\tchanges   \${7:6 GB/day}
\trpo       \${8:26h}
\trto       \${9:8h}

\tbackup {
\t\tfull    daily at \${10:02:00} to \${11:storage=nas}
\t\tcopy    after full from $11 to \${12:other storage=vault}
\t\tkeep    daily for \${13:30 days}, monthly for \${14:12 months}
\t\tverify  restore weekly on \${15:monday} at \${16:05:00}
\t}
}

$0`,
    },
    {
      label: 'system files',
      about: 'Files with their targets and a policy.',
      text: `system \${1:uploads}: files {
\tat       \${2:site=berlin}
\tpath     "\${3:/srv/uploads}"
\tsize     \${4:500 GB}
\tchanges  \${5:5 GB/day}
\trpo      \${6:27h}
\trto      \${7:24h}
\tbackup   with \${8:policy=files-standard}
}

$0`,
    },
    {
      label: 'system application',
      about: 'An application that is redeployed, not restored.',
      text: `system \${1:web}: application {
\tat        \${2:site=berlin}
\tredeploy  "\${3:terraform apply}" taking \${4:20m}
\trto       \${5:24h}
\tdepends   on \${6:system=orders}
}

$0`,
    },
  ],
  'file.policy': [
    {
      label: 'policy',
      about: 'A backup block that systems share.',
      text: `policy \${1:files-standard} {
\tfull    daily at \${2:01:00} to \${3:storage=nas}
\tcopy    after full from $3 to \${4:other storage=vault}
\tkeep    daily for \${5:30 days}, monthly for \${6:12 months}
\tverify  restore weekly on \${7:monday} at \${8:05:00}
}

$0`,
    },
  ],
  'file.scenario': [
    {
      label: 'scenario site lost',
      about: 'A site burns down.',
      text: `scenario \${1:datacenter-failure} {
\tlose       \${2:site=berlin}
\trecover    at \${3:other site=ireland}
\tdeclare    within \${4:30m}
\tprovision  within \${5:1h}
\tdrill      every \${6:6 months}
}

$0`,
    },
    {
      label: 'scenario ransomware',
      about: 'An intruder deletes all that production can delete.',
      text: `scenario \${1:ransomware} {
\tcompromise  \${2:production}
\tdetected    after \${3:14 days}
\tdeclare     within \${4:1h}
\tprovision   within \${5:2h}
}

$0`,
    },
    {
      label: 'scenario mistake',
      about: 'Somebody drops a table.',
      text: `scenario \${1:dropped-table} {
\tcorrupt   \${2:system=orders}
\tdetected  after \${3:1 day}
\tdeclare   within \${4:15m}
}

$0`,
    },
  ],
  'file.contact': [
    {
      label: 'contact',
      about: 'Somebody to call.',
      text: `contact \${1:dba} {
\tname      "\${2:Ada Byron}"
\trole      "\${3:incident commander}"
\tphone     "\${4:+49 30 1234567}"
\temail     "\${5:ada@shop.example}"
\tescalate  after \${6:15m}
}

$0`,
    },
  ],
  'system.backup': [
    {
      label: 'backup full and copy',
      about: 'One restore point a day, and a copy of it elsewhere.',
      text: `backup {
\tfull    daily at \${1:02:00} to \${2:storage=nas}
\tcopy    after full from $2 to \${3:other storage=vault}
\tkeep    daily for \${4:30 days}, monthly for \${5:12 months}
\tverify  restore weekly on \${6:monday} at \${7:05:00}
}
$0`,
    },
    {
      label: 'backup full and log',
      about: 'Restores to any instant: a full, the log behind it, and copies of both elsewhere.',
      text: `backup {
\tfull    daily at \${1:02:00} to \${2:storage=nas}
\tlog     continuous to $2
\tcopy    hourly from $2 to \${3:other storage=vault}
\tkeep    daily for \${4:30 days}, monthly for \${5:12 months}
\tkeep    logs \${6:14 days}
\tverify  restore weekly on \${7:monday} at \${8:05:00}
}
$0`,
    },
  ],
};

/** The text with the names that `namesOf` gives. */
export function withNames(text: string, namesOf: (sort: NameSort) => readonly string[]): string {
  return text.replaceAll(named, (_, stop: string, other: string | undefined, sort: NameSort, example: string) => {
    const names = namesOf(sort);
    const first = other === undefined || names.length < 2 ? 0 : 1;
    return chosenFrom(stop, names.length === 0 ? [example] : [...names.slice(first), ...names.slice(0, first)]);
  });
}
