// `npm run zones`: writes engine/plan/zones.json, the clocks of all time zones in the years that plans are assessed in, from what Node knows.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const [FROM, TO] = [2020, 2037].map((year) => Date.UTC(year, 0, 1) / 1000);
const DAY = 86400;

/** Names of before they were called as they are now, which plans may use too; Node does not list them. */
const ALSO = ['Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Ho_Chi_Minh', 'Asia/Yangon', 'Europe/Kyiv', 'America/Nuuk', 'Etc/UTC', 'GMT'];

/** Seconds east of UTC by the instant. */
function clockOf(zone) {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  return (instant) => {
    const [, sign, hours, minutes, seconds = 0] = /GMT([+-])(\d+):(\d+)(?::(\d+))?$/.exec(format.format(instant * 1000)) ?? [];
    return hours === undefined ? 0 : (sign === '-' ? -1 : 1) * (hours * 3600 + minutes * 60 + Number(seconds));
  };
}

/** The offset at first, then instant and offset of each change. */
function historyOf(zone) {
  const offset = clockOf(zone);
  const history = [offset(FROM)];
  for (let day = FROM; day < TO; day += DAY) {
    let before = offset(day);
    let low = day;
    // No zone has changed its clocks twice in a day.
    for (let high = day + DAY; offset(day + DAY) !== before; ) {
      const middle = Math.floor((low + high) / 2);
      if (offset(middle) === before) low = middle;
      else high = middle;
      if (high - low > 1) continue;
      before = offset(high);
      history.push(high, before);
    }
  }
  return history;
}

const histories = new Map();
for (const zone of [...new Set([...Intl.supportedValuesOf('timeZone'), ...ALSO])].sort()) {
  const history = JSON.stringify(historyOf(zone));
  histories.set(history, [...(histories.get(history) ?? []), zone]);
}
const lines = [...histories].map(([history, zones]) => `    { "zones": ${JSON.stringify(zones.join(' '))}, "history": ${history} }`);
const text = `{\n  "tzdata": ${JSON.stringify(process.versions.tz)},\n  "from": ${FROM},\n  "to": ${TO},\n  "clocks": [\n${lines.join(',\n')}\n  ]\n}\n`;
writeFileSync(path.join(path.dirname(fileURLToPath(import.meta.url)), '../engine/plan/zones.json'), text);
