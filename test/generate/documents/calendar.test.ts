import assert from 'node:assert/strict';
import ICAL from 'ical.js';
import type { Examination } from '../../../engine/examine.ts';
import { documentOf, examineText, example, generated, samples } from '../sample.ts';
import { crowded } from './crowded.ts';

function textOf(examination: Examination): string {
  return generated(examination).get('documents/testing-schedule.ics')?.text ?? '';
}

function eventsOf(text: string): ICAL.Event[] {
  const calendar = new ICAL.Component(ICAL.parse(text));
  assert.equal(calendar.name, 'vcalendar');
  assert.equal(calendar.getFirstPropertyValue('version'), '2.0');
  return calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
}

const wallClock = (instant: Date, zone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(instant);

describe('the calendar of tests', () => {
  const plans = [
    ...samples.map((name) => ({ name, examination: example(name) })),
    { name: 'a plan with everything in it', examination: examineText(crowded) },
  ];
  for (const { name, examination } of plans) {
    it(`${name}: is read by a calendar program, event by event as the document has them`, () => {
      const events = eventsOf(textOf(examination));
      const rows = documentOf(examination, 'testing-schedule')
        .split('\n')
        .filter((line) => /^\| \d{4}-\d\d-\d\d \| (?:\d\d:00)? ?\|/u.test(line));
      assert.ok(events.length > 4);
      assert.deepEqual(
        events.map(({ startDate }) => (startDate.isDate ? startDate.toString() : startDate.toJSDate().toISOString().slice(0, 10))),
        rows.map((row) => row.slice(2, 12)),
      );
      for (const [index, event] of events.entries()) {
        assert.equal(event.startDate.year, 2027);
        assert.ok(event.endDate.compare(event.startDate) > 0, event.uid);
        const clock = rows[index]?.slice(15, 20) ?? '';
        if (event.startDate.isDate) continue;
        assert.equal(event.startDate.zone, ICAL.Timezone.utcTimezone);
        assert.equal(wallClock(event.startDate.toJSDate(), examination.plan.timezone.value), clock, event.uid);
      }
    });

    it(`${name}: has its events once, stamped by the plan's review`, () => {
      const events = eventsOf(textOf(examination));
      assert.equal(new Set(events.map(({ uid }) => uid)).size, events.length);
      for (const event of events) {
        const stamp = event.component.getFirstPropertyValue('dtstamp');
        assert.equal(String(stamp), `${examination.plan.reviewed}T00:00:00Z`);
      }
    });

    it(`${name}: has lines of at most 75 octets that end as RFC 5545 asks`, () => {
      const text = textOf(examination);
      assert.doesNotMatch(text, /[^\r]\n|\r(?!\n)/u);
      assert.ok(text.endsWith('END:VCALENDAR\r\n'));
      for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line, 'utf8') <= 75, line);
    });

    it(`${name}: gives back the oldest point of every copy of every system`, () => {
      const calendar = documentOf(examination, 'testing-schedule');
      for (const { name: system, blocks, exempt } of examination.plan.systems) {
        if (exempt !== undefined) continue;
        for (const storage of new Set(blocks.flatMap(({ jobs, copies }) => [...jobs, ...copies].map(({ to }) => to)))) {
          assert.match(calendar, new RegExp(`Restore ${system} from ${storage} \\| the oldest point`, 'u'));
        }
      }
    });
  }

  it('keeps what a plan says as it says it, whatever that is', () => {
    const title = 'Ä, b; c\\n "d"\r\n😀 END:VEVENT'.repeat(4);
    const query = "select ';,\\\\' from \"ä😀\" where x = 'BEGIN:VEVENT'";
    const examination = examineText(`plan ${JSON.stringify(title.replace('\r\n', ' '))} { reviewed 2026-10-05 }
site here { kind datacenter }
storage disk: disk { at here; path "/b" }
system db: postgresql { at here; database "d"; size 1 GB; changes 1 MB/day
  backup { full daily at 02:00 to disk using pg_dump; keep 30 days; verify restore weekly on monday at 05:00 expect ${JSON.stringify(query)} } }`);
    const [event] = eventsOf(textOf(examination));
    assert.ok(event !== undefined);
    assert.ok(event.description.includes(query), event.description);
    assert.equal(event.component.getFirstPropertyValue('categories'), examination.plan.title);
    assert.equal(textOf(examination), textOf(examination));
  });

  it('is out of the way of jobs: not within the window in which they may run', () => {
    const examination = examineText(`plan "p" { reviewed 2026-10-05; window 07:00 to 13:30 }
site here { kind datacenter }
storage disk: disk { at here; path "/b" }
system notes: files { at here; path "/n"; size 1 GB; changes 1 MB/day; backup { full daily at 08:00 to disk using tar; keep 30 days } }`);
    const [event] = eventsOf(textOf(examination));
    assert.equal(event?.startDate.hour, 14);
  });
});
