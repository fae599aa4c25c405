// `npm run zones`: writes engine/plan/zones.json, the clocks of all time zones in the years that plans are assessed in, from what Node knows.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { transitions } from '../engine/assess/schedule/calendar.ts';
import { machineOffsets } from '../engine/plan/zones.ts';

const [FROM, TO] = [2020, 2037].map((year) => Date.UTC(year, 0, 1) / 1000);

/** Names that Node understands and does not list. */
const ALSO = ['Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Ho_Chi_Minh', 'Asia/Yangon', 'Europe/Kyiv', 'America/Nuuk', 'Etc/UTC', 'GMT'];

/** The offset at first, then instant and offset of each change. */
function historyOf(zone) {
  const offset = machineOffsets(zone);
  return [offset(FROM), ...transitions(offset, FROM, TO).flatMap((at) => [at, offset(at)])];
}

const histories = new Map();
for (const zone of [...new Set([...Intl.supportedValuesOf('timeZone'), ...ALSO])].sort()) {
  const history = JSON.stringify(historyOf(zone));
  histories.set(history, [...(histories.get(history) ?? []), zone]);
}
const lines = [...histories].map(([history, zones]) => `    { "zones": ${JSON.stringify(zones.join(' '))}, "history": ${history} }`);
const text = `{\n  "tzdata": ${JSON.stringify(process.versions.tz)},\n  "from": ${FROM},\n  "to": ${TO},\n  "clocks": [\n${lines.join(',\n')}\n  ]\n}\n`;
writeFileSync(path.join(path.dirname(fileURLToPath(import.meta.url)), '../engine/plan/zones.json'), text);
