import assert from 'node:assert/strict';
import { parseCron } from '../../grammar/cron.ts';
import { parse } from '../../grammar/parse.ts';
import { value, values } from '../../grammar/tree.ts';
import { inContext } from './contexts.ts';
import { statementOf, withoutRange } from './statements.ts';

/** The values of the statement written, by slot, without their ranges. */
function read(statement: string, context: Parameters<typeof inContext>[1], id: string): Record<string, unknown[]> {
  const text = inContext(statement, context);
  assert.deepEqual(parse(text).problems, [], text);
  const found = statementOf(text, id);
  assert.ok(found !== undefined, text);
  return Object.fromEntries(Object.entries(found.slots).map(([slot, all]) => [slot, all.map(withoutRange)]));
}

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;

describe('durations', () => {
  const table: readonly [string, { years?: number; months?: number; seconds?: number }][] = [
    ['90s', { seconds: 90 }],
    ['5 sec', { seconds: 5 }],
    ['1 second', { seconds: 1 }],
    ['2 seconds', { seconds: 2 }],
    ['15m', { seconds: 15 * MINUTE }],
    ['15min', { seconds: 15 * MINUTE }],
    ['1 minute', { seconds: MINUTE }],
    ['3 minutes', { seconds: 3 * MINUTE }],
    ['1h', { seconds: HOUR }],
    ['1 hour', { seconds: HOUR }],
    ['26 hours', { seconds: 26 * HOUR }],
    ['1h30m', { seconds: 90 * MINUTE }],
    ['1h 30m', { seconds: 90 * MINUTE }],
    ['1 hour 30 minutes', { seconds: 90 * MINUTE }],
    ['1.5h', { seconds: 90 * MINUTE }],
    ['7 days', { seconds: 7 * DAY }],
    ['1d', { seconds: DAY }],
    ['2w', { seconds: 14 * DAY }],
    ['1 week', { seconds: 7 * DAY }],
    ['12 months', { months: 12 }],
    ['1 month', { months: 1 }],
    ['1 year', { years: 1 }],
    ['7y', { years: 7 }],
    ['1 year 6 months', { years: 1, months: 6 }],
    ['1y6months2d', { years: 1, months: 6, seconds: 2 * DAY }],
    ['0s', {}],
  ];
  for (const [written, span] of table) {
    it(written, () => {
      assert.deepEqual(read(`rpo ${written}`, 'system', 'target.rpo').span, [
        { type: 'duration', span: { years: 0, months: 0, seconds: 0, ...span } },
      ]);
    });
  }
});

describe('sizes, rates, growth, shares', () => {
  const sizes: readonly [string, number][] = [
    ['5 B', 5],
    ['50 kB', 50e3],
    ['50 MB', 50e6],
    ['1.5 TB', 1.5e12],
    ['3 PB', 3e15],
    ['20GB', 20e9],
    ['1 KiB', 1024],
    ['1 MiB', 1024 ** 2],
    ['2 GiB', 2 * 1024 ** 3],
    ['2 TiB', 2 * 1024 ** 4],
    ['1 PiB', 1024 ** 5],
  ];
  for (const [written, bytes] of sizes) {
    it(written, () => assert.deepEqual(read(`size ${written}`, 'system', 'system.size').size, [{ type: 'size', bytes }]));
  }

  const rates: readonly [string, number][] = [
    ['400 MB/s', 400e6],
    ['6 GB/day', 6e9 / DAY],
    ['1 Gbit/s', 125e6],
    ['100Mbit/s', 12.5e6],
    ['8 kbit/s', 1000],
    ['16 bit/s', 2],
    ['60 MB/min', 1e6],
    ['3.6 GB/h', 1e6],
    ['7 GB/week', 1e9 / DAY],
    ['30 GB/month', 1e9 / DAY],
    ['400 MB / s', 400e6],
  ];
  for (const [written, bytesPerSecond] of rates) {
    it(written, () => assert.deepEqual(read(`changes ${written}`, 'system', 'system.changes').rate, [{ type: 'rate', bytesPerSecond }]));
  }

  it('2%/month', () =>
    assert.deepEqual(read('grows 2%/month', 'system', 'system.grows').growth, [{ type: 'growth', fraction: 0.02, perMonths: 1 }]));
  it('30%/year', () =>
    assert.deepEqual(read('grows 30%/year', 'system', 'system.grows').growth, [{ type: 'growth', fraction: 0.3, perMonths: 12 }]));
  it('10 GB/month', () =>
    assert.deepEqual(read('grows 10 GB/month', 'system', 'system.grows').growth, [{ type: 'growth', bytes: 10e9, perMonths: 1 }]));
  it('25%', () => assert.deepEqual(read('compresses to 25%', 'system', 'system.compresses').share, [{ type: 'percent', value: 0.25 }]));
});

describe('money, dates, times, names', () => {
  it('900 USD/month', () => {
    assert.deepEqual(read('budget 900 USD/month', 'plan', 'plan.budget'), {
      amount: [{ type: 'money', amount: 900, currency: 'USD' }],
      per: [{ type: 'word', text: 'month' }],
    });
  });
  it('0.0125 USD/GB/month', () => {
    const unit = { type: 'unit', text: 'GB', bytes: 1e9 };
    assert.deepEqual(read('price 0.0125 USD/GB/month', 'storage', 'storage.price'), {
      amount: [{ type: 'money', amount: 0.0125, currency: 'USD' }],
      unit: [unit],
    });
  });
  it('0.92 EUR/USD', () => {
    const slots = read('exchange 0.92 EUR/USD', 'plan', 'plan.exchange');
    assert.deepEqual(slots, {
      factor: [{ type: 'number', value: 0.92 }],
      to: [{ type: 'word', text: 'EUR' }],
      from: [{ type: 'word', text: 'USD' }],
    });
  });
  it('22:00 to 06:00', () => {
    const slots = read('window 22:00 to 6:00', 'plan', 'plan.window');
    assert.deepEqual(slots, { from: [{ type: 'time', seconds: 22 * HOUR }], to: [{ type: 'time', seconds: 6 * HOUR }] });
  });
  it('2028-02-29', () =>
    assert.deepEqual(read('reviewed 2028-02-29', 'plan', 'plan.reviewed').on, [{ type: 'date', text: '2028-02-29', valid: true }]));
  it('a day that is not in the calendar keeps its text', () => {
    const statement = statementOf(inContext('reviewed 2027-02-29', 'plan'), 'plan.reviewed');
    assert.ok(statement !== undefined);
    assert.equal(value(statement, 'on', 'date')?.valid, false);
    assert.equal(value(statement, 'on', 'date')?.text, '2027-02-29');
    assert.equal(statement.broken, false);
  });
  it('a name may be any word', () => {
    for (const name of ['full', 'nas', 'log', 'to', 'on', 'system', 'nas_2', 'eu-west-1a']) {
      const slots = read(`full daily at 02:00 to ${name} using ${name}`, 'block', 'block.full');
      assert.deepEqual(slots.to, [{ type: 'reference', text: name, sorts: ['storage'] }]);
      assert.deepEqual(slots.using, [{ type: 'word', text: name }]);
    }
  });
  it('a check with its pack', () => {
    const slots = read('accept cis-11/restore-test-quarterly until 2027-06-30 because "x"', 'file', 'file.accept');
    assert.deepEqual(slots.check, [{ type: 'reference', text: 'cis-11/restore-test-quarterly', sorts: ['check'] }]);
  });
  it('what a scenario loses may be of several sorts', () => {
    const slots = read('lose berlin, nas', 'scenario', 'scenario.lose');
    assert.deepEqual(
      slots.names?.map((name) => (name as { text: string }).text),
      ['berlin', 'nas'],
    );
    assert.deepEqual((slots.names?.[0] as { sorts?: string[] } | undefined)?.sorts, ['site', 'storage', 'system', 'key']);
  });
});

describe('strings', () => {
  const table: readonly [string, string][] = [
    ['"plain"', 'plain'],
    ['""', ''],
    [String.raw`"a \"b\" \\ \n \t \u{1F4BE}"`, 'a "b" \\ \n \t 💾'],
    ['"// no comment # { } ;"', '// no comment # { } ;'],
    ['"""one line"""', 'one line'],
    ['"""\n    a\n      b\n\n    c\n    """', 'a\n  b\n\nc'],
    ['"""first\n    second"""', 'first\nsecond'],
    ['"""\r\n  a\r\n  b\r\n"""', 'a\nb'],
    ['"""a "quoted" word"""', 'a "quoted" word'],
  ];
  for (const [written, text] of table) {
    it(JSON.stringify(written), () => {
      assert.deepEqual(read(`note ${written}`, 'system', 'system.note').note, [{ type: 'string', text, long: written.startsWith('"""') }]);
    });
  }
});

describe('schedules', () => {
  const table: readonly [string, object][] = [
    ['every 15m', { form: 'every', span: { years: 0, months: 0, seconds: 900 } }],
    ['every 90s', { form: 'every', span: { years: 0, months: 0, seconds: 90 } }],
    ['every 6h', { form: 'every', span: { years: 0, months: 0, seconds: 6 * HOUR } }],
    ['every 1 day', { form: 'every', span: { years: 0, months: 0, seconds: DAY } }],
    ['hourly', { form: 'hourly', minute: 0 }],
    ['hourly at :15', { form: 'hourly', minute: 15 }],
    ['daily at 02:00', { form: 'daily', times: [2 * HOUR] }],
    ['daily at 02:00, 14:30', { form: 'daily', times: [2 * HOUR, 14.5 * HOUR] }],
    ['weekdays at 22:00', { form: 'weekdays', times: [22 * HOUR] }],
    ['weekly on sunday at 02:00', { form: 'weekly', weekdays: [7], times: [2 * HOUR] }],
    ['weekly on mon, wed, friday at 02:00', { form: 'weekly', weekdays: [1, 3, 5], times: [2 * HOUR] }],
    ['monthly on 1, 15, last at 03:00', { form: 'monthly', days: [{ day: 1 }, { day: 15 }, { last: true }], times: [3 * HOUR] }],
    [
      'monthly on first monday, last friday at 03:00',
      {
        form: 'monthly',
        days: [
          { nth: 1, weekday: 1 },
          { nth: 'last', weekday: 5 },
        ],
        times: [3 * HOUR],
      },
    ],
    [
      'yearly on january 1, jul 31 at 04:00',
      {
        form: 'yearly',
        dates: [
          { month: 1, day: 1 },
          { month: 7, day: 31 },
        ],
        times: [4 * HOUR],
      },
    ],
    ['yearly on february 29 at 04:00', { form: 'yearly', dates: [{ month: 2, day: 29 }], times: [4 * HOUR] }],
    ['cron "30 2 * * mon-fri"', { form: 'cron', expression: '30 2 * * mon-fri' }],
  ];
  for (const [written, schedule] of table) {
    it(written, () => {
      assert.deepEqual(read(`full ${written} to nas`, 'block', 'block.full').schedule, [{ type: 'schedule', schedule }]);
    });
    it(`${written}, in another zone`, () => {
      const [found] = read(`full ${written} in "America/New_York" to nas`, 'block', 'block.full').schedule ?? [];
      assert.deepEqual(found, { type: 'schedule', schedule, zone: { type: 'string', text: 'America/New_York', long: false } });
    });
  }

  it('a log is continuous, or has a schedule', () => {
    assert.deepEqual(read('log continuous to nas, vault', 'block', 'block.log').continuous, [{ type: 'word', text: 'continuous' }]);
    assert.equal(read('log continuous to nas, vault', 'block', 'block.log').to?.length, 2);
    assert.equal(read('log every 15m to nas', 'block', 'block.log').schedule?.length, 1);
  });
  it('a copy follows a schedule, or jobs', () => {
    assert.deepEqual(read('copy after full, log from nas to vault', 'block', 'block.copy').after, [
      { type: 'word', text: 'full' },
      { type: 'word', text: 'log' },
    ]);
  });
  it('a restore test may come every so many months', () => {
    assert.deepEqual(read('verify restore every 3 months at berlin', 'block', 'block.verify').months, [{ type: 'number', value: 3 }]);
    assert.deepEqual(read('verify restore every 1 month', 'block', 'block.verify').months, [{ type: 'number', value: 1 }]);
    assert.equal(read('verify restore every 12h', 'block', 'block.verify').schedule?.length, 1);
  });
});

describe('retention rules', () => {
  const span = (seconds: number, months = 0, years = 0): object => ({ years, months, seconds });
  const table: readonly [string, object[]][] = [
    ['daily for 30 days', [{ rule: 'period-for', period: 'daily', span: span(30 * DAY) }]],
    ['30 daily', [{ rule: 'count', count: 30, period: 'daily' }]],
    ['5 last', [{ rule: 'count', count: 5, period: 'last' }]],
    ['14 days', [{ rule: 'span', span: span(14 * DAY) }]],
    ['2w', [{ rule: 'span', span: span(14 * DAY) }]],
    ['forever', [{ rule: 'forever' }]],
    [
      'yearly for 7 years, monthly for 12 months, 3 last',
      [
        { rule: 'period-for', period: 'yearly', span: span(0, 0, 7) },
        { rule: 'period-for', period: 'monthly', span: span(0, 12) },
        { rule: 'count', count: 3, period: 'last' },
      ],
    ],
  ];
  for (const [written, rules] of table) {
    it(written, () => {
      const found = read(`keep ${written}`, 'block', 'block.keep').rules;
      assert.deepEqual(
        found,
        rules.map((rule) => ({ type: 'rule', rule })),
      );
    });
  }
  it('keep logs', () => {
    assert.deepEqual(read('keep logs on nas 14 days', 'block', 'block.keeplogs').span, [{ type: 'duration', span: span(14 * DAY) }]);
    assert.deepEqual(read('keep logs forever', 'block', 'block.keeplogs').forever, [{ type: 'word', text: 'forever' }]);
  });
});

describe('cron expressions', () => {
  it('are read field by field', () => {
    const cron = parseCron('*/20 8-10,22 1,15 jan-mar/2 mon-fri,sun');
    assert.ok(typeof cron !== 'string', String(cron));
    assert.deepEqual(cron, {
      minutes: [0, 20, 40],
      hours: [8, 9, 10, 22],
      days: [1, 15],
      months: [1, 3],
      weekdays: [1, 2, 3, 4, 5, 7],
      anyDay: false,
      anyWeekday: false,
    });
  });
  it('call Sunday 0 and 7', () => {
    for (const sunday of ['0', '7', 'sun']) {
      const cron = parseCron(`0 0 * * ${sunday}`);
      assert.ok(typeof cron !== 'string');
      assert.deepEqual(cron.weekdays, [7], sunday);
    }
    const all = parseCron('0 0 * * *');
    assert.ok(typeof all !== 'string');
    assert.deepEqual(all.weekdays, [1, 2, 3, 4, 5, 6, 7]);
  });
  it('end a week at Sunday', () => {
    const cron = parseCron('0 0 * * fri-sun');
    assert.ok(typeof cron !== 'string', String(cron));
    assert.deepEqual(cron.weekdays, [5, 6, 7]);
  });
  for (const wrong of [
    '',
    '* * * *',
    '* * * * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * * 8',
    '5-1 * * * *',
    '*/0 * * * *',
    'a * * * *',
    '@daily',
    '0 0 31 2,4 *',
    '1,,2 * * * *',
  ]) {
    it(`refuses ${JSON.stringify(wrong)}`, () => assert.equal(typeof parseCron(wrong), 'string'));
  }
  it('fire on a weekday where the day of the month never comes', () => assert.notEqual(typeof parseCron('0 0 30 2 mon'), 'string'));
});

describe('lists', () => {
  it('go on after a comma at the end of a line', () => {
    const slots = read('holds personal-data, // why\n\n    /* and */ cardholder-data', 'system', 'system.holds');
    assert.equal(slots.classes?.length, 2);
  });
  it('keep the order written', () => {
    const statement = statementOf(inContext('database "b", "a"', 'system'), 'system.database');
    assert.ok(statement !== undefined);
    assert.deepEqual(
      values(statement, 'databases', 'string').map(({ text }) => text),
      ['b', 'a'],
    );
  });
});
