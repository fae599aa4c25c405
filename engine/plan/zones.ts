/** Whether there is such a time zone (an IANA name like `Europe/Berlin`). */
export function isZone(zone: string): boolean {
  let known = zones.get(zone);
  if (known === undefined) {
    try {
      new Intl.DateTimeFormat('en', { timeZone: zone });
      known = true;
    } catch {
      known = false;
    }
    zones.set(zone, known);
  }
  return known;
}

// Looking one up takes as long as to check a small plan; of this one the answer is known.
const zones = new Map([['UTC', true]]);
