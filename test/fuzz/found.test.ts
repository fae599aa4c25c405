/** What long runs have found, each as small as it could be made. */
import { chanceFrom } from './mutate.ts';
import { passedThrough } from './pipeline.ts';

const around = (system: string): string => `plan "P" { timezone "Europe/Berlin" }
site here { kind datacenter }
site there { kind datacenter }
storage nas: disk { at here; path "/srv/nas"; write 00 MB/s }
storage usb: disk { at there; path "/mnt/usb" }
${system}
scenario fire { lose here; recover at there; declare within 10m; provision within 20m }`;

const found: Readonly<Record<string, string>> = {
  'a copy that takes for ever: its end was looked for in the clock changes of a quarter of a million years': around(
    'system a: files { at here; path "/srv/a"; size 1 GB; changes 1 GB/day; backup { full daily at 01:00 to nas using restic; copy daily at 02:30 from nas to usb; keep daily for 30 days } }',
  ),
  'a system without a size: its runbook had a step that leads to a restore which was not there': around(
    'system a: postgresql { at here; database "a"; rto 1h; backup { full daily at 02:00 to usb using pg_dump; keep 30 days } }',
  ),
  'a NUL: it came as far as the scripts': around(
    'system a: postgresql { at here; host "a\\u{0}b"; database "a"; size 1 GB; backup { full daily at 02:00 to usb using pg_dump; keep 30 days } }',
  ).replace('"P"', '"P\0"'),
  'two slashes: set close together they began a comment': 'con a: files { changes 6 GB/ /day }',
  'a slash and a star: the same': 'con a: files { changes 6 GB/ *day }',
  'a text with line ends of its own: they became those of the file': '\n"""\r\n"""',
  'a statement with line ends of its own that stays as it is: they became those of the file':
    '\ndepends _ standby ,\r\nscenario regions;\nlogs a\n',
  'a block where none belongs, without a space before it: it was no fault any more with one': 'yste{at  p{}}',
  'a list that a semicolon on the next line cuts off: the same': 'holds region class , // a\n; schedule  review ,// b\n',
  'a list that a semicolon cuts off: the next line was taken for the rest of it': 'con a {\n  lose east,; vault\n  rto 1h\n}\n',
};

describe('what long runs have found', () => {
  for (const [name, text] of Object.entries(found)) it(name, () => void passedThrough({ text, generates: true, chance: chanceFrom(1) }));
});
