import fc from 'fast-check';
import { askedText, kinds, storageNames } from './design/asked.ts';
import { designSystem } from '../engine/design/design.ts';
import { examineAfresh } from '../engine/examine.ts';
import { walk } from './design/naive.ts';
const askedPlans = fc.record({
  kind: fc.constantFrom(...kinds), size: fc.constantFrom(1, 20, 400, 3000), changes: fc.constantFrom(1, 10),
  rpo: fc.constantFrom('15m', '1h', '5h', '26h', '8 days'), rto: fc.constantFrom('1h', '4h', '24h', '3 days'),
  retain: fc.constantFrom('', 'daily for 14 days', 'daily for 30 days, monthly for 12 months'),
  criticality: fc.constantFrom('low', 'medium', 'critical'), detected: fc.constantFrom('0h', '7 days', '21 days'),
  storages: fc.subarray(storageNames, { minLength: 1, maxLength: 3 }), budget: fc.constantFrom(20, 100, 1000),
});
const goals = { total: 2, media: 1, offsite: false, locked: false, slack: false };
const tot = { d: 0, w: 0, check: 0, feas: 0, n: 0 };
for (const asked of fc.sample(askedPlans, { numRuns: 200, seed: 7 })) {
  const text = askedText(asked);
  const cpu = () => { const c = process.cpuUsage(); return c.user / 1000; };
  let c0 = cpu();
  const e = examineAfresh('p', () => text);
  const d = designSystem(e, 'app', () => text)!;
  const dt = cpu() - c0; tot.d += dt; tot.n++;
  if (d.status === 'designed') { tot.feas++; }
  c0 = cpu(); let walked = 0; let bad = '';
  if (d.status === 'infeasible') { for (const w of walk(e, e.plan.systems[0]!, goals)) { walked++; const after = text.replace(/\n}\nscenario/, () => `\n${w.text}\n}\nscenario`); if (!examineAfresh('p', () => after).findings.some((f) => f.severity === 'error')) bad = w.text; } }
  const wt = cpu() - c0; tot.w += wt;
  if (wt > 3000 || dt > 4000 || bad) console.log(tot.n, dt.toFixed(0), wt.toFixed(0), walked, d.status, JSON.stringify(asked), bad);
}
console.log(tot);
