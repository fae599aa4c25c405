import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zoneOf } from '../../../engine/assess/schedule/calendar.ts';
import { scheduledStarts } from '../../../engine/assess/schedule/runs.ts';
import { calendarLines } from '../../../engine/generate/schedule/calendar.ts';
import { cronLines } from '../../../engine/generate/schedule/cron-lines.ts';
import type { ScheduleForm } from '../../../grammar/tree.ts';
import { artifactsOf, textOf } from './artifacts.ts';
import { daysOn, type Minute, taker } from './cron.ts';

const hour = 3600;
const forms: readonly ScheduleForm[] = [
  { form: 'every', span: { years: 0, months: 0, seconds: 900 } },
  { form: 'every', span: { years: 0, months: 0, seconds: 90 } },
  { form: 'every', span: { years: 0, months: 0, seconds: 6 * hour } },
  { form: 'every', span: { years: 0, months: 0, seconds: 90 * 60 } },
  { form: 'hourly', minute: 15 },
  { form: 'daily', times: [2 * hour, 2 * hour + 1800, 14 * hour] },
  { form: 'weekdays', times: [22 * hour] },
  { form: 'weekly', weekdays: [7, 3], times: [2 * hour + 900] },
  { form: 'monthly', days: [{ day: 31 }, { last: true }, { nth: 1, weekday: 7 }, { nth: 'last', weekday: 7 }], times: [1 * hour + 2700] },
  {
    form: 'yearly',
    dates: [
      { month: 3, day: 28 },
      { month: 2, day: 29 },
    ],
    times: [2 * hour + 600],
  },
  { form: 'cron', expression: '*/20 1-3 * * *' },
  { form: 'cron', expression: '30 2 1,28-31 3,10,11 sun' },
];
/** Besides: more of those that run at most a few times a day, for whole years. */
const rare: readonly ScheduleForm[] = [
  { form: 'every', span: { years: 0, months: 0, seconds: 12 * hour } },
  { form: 'daily', times: [0] },
  { form: 'daily', times: [23 * hour + 3599, 1 * hour + 1] },
  { form: 'daily', times: [1 * hour, 1 * hour + 1800, 2 * hour + 3540, 3 * hour] },
  { form: 'weekdays', times: [2 * hour + 1800, 0] },
  { form: 'weekly', weekdays: [1, 2, 3, 4, 5, 6, 7], times: [3 * hour - 60] },
  { form: 'weekly', weekdays: [6], times: [23 * hour + 2700] },
  { form: 'weekly', weekdays: [7], times: [1 * hour + 1800, 2 * hour + 1800] },
  { form: 'monthly', days: [{ day: 1 }, { day: 29 }, { day: 30 }], times: [0, 2 * hour + 1800] },
  ...([1, 2, 3, 4, 5, 6, 7] as const).map(
    (weekday): ScheduleForm => ({ form: 'monthly', days: [{ nth: 2, weekday }], times: [2 * hour + 1200] }),
  ),
  {
    form: 'monthly',
    days: [
      { nth: 3, weekday: 5 },
      { nth: 4, weekday: 6 },
      { nth: 'last', weekday: 6 },
    ],
    times: [2 * hour],
  },
  {
    form: 'yearly',
    dates: [
      { month: 1, day: 1 },
      { month: 12, day: 31 },
      { month: 10, day: 31 },
      { month: 11, day: 7 },
    ],
    times: [1 * hour + 1800],
  },
  { form: 'cron', expression: '0 0 * * *' },
  { form: 'cron', expression: '15,45 2 * * 0,7' },
  { form: 'cron', expression: '30 1-2 */2 * *' },
  { form: 'cron', expression: '5 4 13 * 5' },
  { form: 'cron', expression: '0 12 31 1-12/2 *' },
];
/** Zones whose clocks change, by an hour or half of one, in the north and in the south, at midnight too; and two where they do not. */
const zones = [
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/Santiago',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Asia/Beirut',
  'Asia/Kolkata',
  'UTC',
];
/** Zones with a week around each of two clock changes. */
const weeks = [
  ['UTC', '2027-12-28'],
  ['Europe/Berlin', '2027-03-24'],
  ['Europe/Berlin', '2027-10-27'],
  ['America/New_York', '2028-03-08'],
  ['America/New_York', '2026-10-28'],
  ['Australia/Lord_Howe', '2027-09-29'],
  ['Australia/Lord_Howe', '2028-03-29'],
  ['Asia/Kolkata', '2028-02-26'],
] as const;

describe('schedules for systemd', function () {
  this.timeout(120_000);

  for (const [zone, from] of weeks) {
    it(`fire when the engine says: ${zone}, the week of ${from}`, () => {
      const start = Date.parse(`${from}T00:00:00Z`) / 1000;
      for (const form of forms) {
        const wanted = scheduledStarts({ form, zone }, start, start + 7 * 86_400);
        assert.deepEqual(
          elapses(calendarLines({ form, zone }), start, start + 7 * 86_400, wanted.length),
          wanted,
          `${JSON.stringify(form)} in ${zone}`,
        );
      }
    });
  }

  for (const zone of zones) {
    it(`fire when the engine says through a whole year: ${zone}`, () => {
      const [start, end] = [Date.UTC(2027, 0, 1) / 1000, Date.UTC(2028, 0, 1) / 1000];
      for (const form of [...forms, ...rare]) {
        const wanted = scheduledStarts({ form, zone }, start, end);
        const lines = calendarLines({ form, zone });
        // In two zones all but those that fire every few minutes; systemd takes its time.
        if (wanted.length > (['Europe/Berlin', 'Australia/Lord_Howe'].includes(zone) ? 3400 : 400)) continue;
        assert.deepEqual(elapses(lines, start, end, wanted.length), wanted, `${JSON.stringify(form)} in ${zone}`);
      }
    });
  }

  it('fire when the engine says through a whole year: often', () => {
    const [start, end] = [Date.UTC(2027, 0, 1) / 1000, Date.UTC(2028, 0, 1) / 1000];
    for (const [form, zone] of [
      [{ form: 'every', span: { years: 0, months: 0, seconds: 900 } }, 'Europe/Berlin'],
      [{ form: 'hourly', minute: 15 }, 'America/New_York'],
      [{ form: 'hourly', minute: 15 }, 'Asia/Kolkata'],
      [{ form: 'every', span: { years: 0, months: 0, seconds: 90 * 60 } }, 'Europe/Berlin'],
    ] as const) {
      const wanted = scheduledStarts({ form, zone }, start, end);
      assert.deepEqual(elapses(calendarLines({ form, zone }), start, end, wanted.length), wanted, `${JSON.stringify(form)} in ${zone}`);
    }
  });

  it('has a run on the night that skips its time', () => {
    const lines = calendarLines({ form: { form: 'daily', times: [2 * hour + 1800] }, zone: 'Europe/Berlin' });
    assert.ok(lines.includes('2027-03-28 01:30:00 UTC'));
  });

  it('fetches log that no server brings by itself twice within the lag, with cron every minute', () => {
    const log = (lag: string, scheduler = 'systemd'): string => `plan "P" { schedule with ${scheduler} } site here { kind datacenter }
      storage nas: disk { at here; path "/srv/nas" }
      system shop: mariadb { at here; size 1 GB; changes 1 GB/day; backup { full daily at 02:00 to nas; log continuous to nas lag ${lag}; keep 14 days } }`;
    assert.match(textOf(log('60s'), 'schedule/backupplan-p-shop.log-nas.timer'), /^OnCalendar=\*-\*-\* \*:00,01,.*:30 UTC$/m);
    assert.match(textOf(log('10m'), 'schedule/backupplan-p-shop.log-nas.timer'), /^OnCalendar=\*-\*-\* \*:00,05,10,.*:00 UTC$/m);
    assert.match(textOf(log('60s', 'cron'), 'schedule/backupplan-p'), /^\*\/1 \* \* \* \* mysql .*shop\/log-nas\.sh$/m);
  });

  it('has a copy under another account look for what there is, since nobody tells its machine that a job has ended', () => {
    const plan = (account: string, scheduler: string): string =>
      `plan "P" { timezone "Europe/Berlin"; schedule with ${scheduler} } site here { kind datacenter } storage nas: disk { at here; path "/srv/nas" } storage usb: removable { at here; path "/mnt/usb"${account} }
       system shop: postgresql { at here; size 1 GB; changes 1 GB/day; backup { full daily at 02:30 to nas using pg_dump; copy after full from nas to usb; keep 14 days } }`;
    const theirs = '; account keeper';
    const name = 'backupplan-p-shop';
    assert.match(textOf(plan(theirs, 'systemd'), `schedule/${name}.copy-nas-usb.timer`), /^OnCalendar=\*-\*-\* \*:00,01,02,.*:00 UTC$/m);
    assert.doesNotMatch(textOf(plan(theirs, 'systemd'), `schedule/${name}.full-nas.service`), /OnSuccess/);
    assert.match(textOf(plan('', 'systemd'), `schedule/${name}.full-nas.service`), /^OnSuccess=backupplan-p-shop\.copy-nas-usb\.service$/m);
    const cron = textOf(plan(theirs, 'cron'), 'schedule/backupplan-p');
    assert.match(cron, /^\*\/1 \* \* \* \* postgres \S*scripts\/keeper\/shop\/copy-nas-usb\.sh$/m);
    assert.match(cron, /^30 2 \* \* \* postgres \S*full-nas\.sh$/m);
  });

  it('start a copy after log that went elsewhere by what this host knows of it', () => {
    const unit = textOf(
      `plan "P" { timezone "Europe/Berlin" } site here { kind datacenter } storage box: sftp { at here; host "box"; path "/b" } storage usb: removable { at here; path "/mnt/usb" }
       system shop: postgresql { at here; size 1 GB; changes 1 GB/day; backup { full daily at 02:30 to box using pg_basebackup; log continuous to box; copy after log from box to usb; keep 14 days } }`,
      'schedule/backupplan-p-shop.copy-box-usb.path',
    );
    assert.match(unit, /^PathChanged=\/var\/lib\/backupplan\/p\/postgres\/views\/box\/shop\/log$/m);
  });

  it('gives units that systemd accepts, whatever the plan is called', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'bp-units-'));
    try {
      const files = artifactsOf(`plan "100% \\"safe\\" \\\\ %n $(id)" { timezone "Europe/Berlin" }
        site here { kind datacenter } storage nas: disk { at here; path "/srv/a b%c" } storage usb: removable { at here; path "/mnt/usb" }
        system shop: postgresql { at here; size 1 GB; changes 1 GB/day
          backup { full daily at 02:30 to nas using pg_basebackup; log continuous to nas; copy after full, log from nas to usb; keep 14 days
                   verify checksum every 3 months; verify restore monthly on last friday at 05:00 } }`);
      const units = files.filter((file) => file.path.startsWith('schedule/'));
      for (const { path: name, text } of files) {
        const file = path.join(folder, name);
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, text.replaceAll(/^ExecStart=.*\/scripts\//gm, `ExecStart=${folder}/scripts/`));
        chmodSync(file, name.startsWith('schedule/') ? 0o644 : 0o755);
      }
      assert.deepEqual(units.map((unit) => unit.path.replace(/^.*-shop\./, '')).sort(), [
        'copy-nas-usb.path',
        'copy-nas-usb.service',
        'full-nas.service',
        'full-nas.timer',
        'verify-checksum.service',
        'verify-checksum.timer',
        'verify-restore.service',
        'verify-restore.timer',
      ]);
      const { status, stderr } = spawnSync('systemd-analyze', ['verify', ...units.map((unit) => path.join(folder, unit.path))], {
        encoding: 'utf8',
      });
      assert.equal(status, 0, stderr);
      const ours = stderr.split('\n').filter((line) => line.includes(folder));
      assert.deepEqual(ours, []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a crontab', function () {
  this.timeout(120_000);

  const text = textOf(
    `plan "Cron" { timezone "Europe/Berlin"; schedule with cron }
     site here { kind datacenter } storage nas: disk { at here; path "/srv/nas" } storage usb: removable { at here; path "/mnt/usb" }
     system shop: postgresql { at here; size 1 GB; changes 1 GB/day
       backup { full monthly on last sunday at 02:30 to nas using pg_dump; copy after full from nas to usb; verify restore every 90s; keep 14 days } }`,
    'schedule/backupplan-cron',
  );
  // Cron goes by what the clock shows; what it makes of a change the crontab says it does not know.
  for (const zone of ['UTC', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/Santiago']) {
    it(`starts what the engine says through a whole year, but for the days of clock changes: ${zone}`, () => {
      const minutes = minutesOf(zone, Date.UTC(2027, 0, 1) / 1000, Date.UTC(2028, 0, 1) / 1000);
      for (const form of [...forms, ...rare].filter(
        (each) => each.form !== 'every' || (each.span.seconds % 60 === 0 && each.span.seconds >= 900),
      )) {
        const wanted = scheduledStarts({ form, zone }, Date.UTC(2027, 0, 1) / 1000, Date.UTC(2028, 0, 1) / 1000)
          .map((instant) => instant - (instant % 60))
          .filter((instant) => minutes.has(instant));
        const lines = cronLines({ form });
        assert.ok(lines.length > 0, JSON.stringify(form));
        const found = lines.flatMap(({ fields, onlyIf }) => {
          const takes = taker(fields);
          const at = [...minutes].filter(([, minute]) => takes(minute));
          if (onlyIf === undefined) return at.map(([instant]) => instant);
          const days = daysOn(onlyIf, [...new Set(at.map(([, { date }]) => date))]);
          return at.filter(([, { date }]) => days.has(date)).map(([instant]) => instant);
        });
        assert.deepEqual(
          [...new Set(found)].sort((a, b) => a - b),
          wanted,
          `${JSON.stringify(form)} in ${zone}: ${JSON.stringify(lines)}`,
        );
      }
    });
  }

  it('escapes the percent signs that would end the command', () => {
    assert.match(text, /^30 2 22-31 \* \* postgres \[ "\$\(date \+\\%u\)" = 7 \] && /m);
    assert.doesNotMatch(text.replace(/^#.*$/gm, ''), /[^\\]%/);
  });
  it('starts a copy after its full', () => {
    assert.match(text, /full-nas\.sh && \{ \S*\/copy-nas-usb\.sh; \}$/m);
  });
  it('says what cron cannot do', () => {
    assert.match(text, /CRON CANNOT DO THIS/);
    assert.match(text, /host in Europe\/Berlin/);
  });
});

/** Every minute of a time as clocks show it, by its instant, but for the days on which they change. */
function minutesOf(zone: string, from: number, to: number): Map<number, Minute & { readonly date: string }> {
  const clock = zoneOf(zone);
  const changes = clock.changes(from - 86_400, to + 86_400).map(({ at }) => clock.local(at));
  const all = new Map<number, Minute & { readonly date: string }>();
  for (let instant = from; instant < to; instant += 60) {
    const local = clock.local(instant);
    if (changes.some((change) => Math.abs(local - change) < 86_400)) continue;
    const shown = new Date(local * 1000);
    all.set(instant, {
      date: shown.toISOString().slice(0, 10),
      month: shown.getUTCMonth() + 1,
      day: shown.getUTCDate(),
      weekday: shown.getUTCDay(),
      hour: shown.getUTCHours(),
      minute: shown.getUTCMinutes(),
    });
  }
  return all;
}

/** Instants in [from, to) at which systemd would start the timer. */
function elapses(lines: readonly string[], from: number, to: number, count: number): number[] {
  if (lines.length === 0) return [];
  const base = new Date((from - 1) * 1000).toISOString().slice(0, 19).replace('T', ' ');
  const args = ['calendar', `--iterations=${count + 1}`, `--base-time=${base} UTC`, ...lines];
  const output = execFileSync('systemd-analyze', args, { encoding: 'utf8', maxBuffer: 2 ** 28, env: { ...process.env, TZ: 'UTC' } });
  const found = [...output.matchAll(/(?:Next elapse|Iter\. #\d+): \w+ (\S+) (\S+) UTC/g)].map(
    ([, day, time]) => Date.parse(`${day}T${time}Z`) / 1000,
  );
  return [...new Set(found)].filter((instant) => instant >= from && instant < to).sort((a, b) => a - b);
}
