import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../engine/checks/finding.ts';
import { examine } from '../../engine/examine.ts';
import { examineText, readRepository, root } from './examined.ts';

function about(findings: readonly Finding[], code: string, system: string): Finding {
  const found = findings.find((finding) => finding.code === code && finding.about === system);
  assert.ok(found, `no ${code} for ${system}`);
  return found;
}

describe('the examples', () => {
  const bad = new Set(['shop.backupplan']);
  for (const file of readdirSync(path.join(root, 'examples')).filter((name) => name.endsWith('.backupplan') && !bad.has(name))) {
    it(`${file} is clean`, () => {
      const { findings, faults } = examine(`examples/${file}`, readRepository);
      assert.deepEqual(faults, []);
      assert.deepEqual(
        findings.map(({ code, message }) => `${code}: ${message}`),
        [],
      );
    });
  }

  describe('shop.backupplan', () => {
    const { findings, assessment } = examine('examples/shop.backupplan', readRepository);
    const loss = (system: string) =>
      Math.max(...(assessment.systems.find((each) => each.name === system)?.scenarios ?? []).map((each) => each.loss.seconds ?? 0));

    it('misses the RPO of three systems, and gives the numbers', () => {
      for (const [system, seconds] of [
        ['orders', 4862],
        ['uploads', 95608],
        ['secrets', 95400],
      ] as const) {
        assert.ok(Math.abs(loss(system) - seconds) <= 1, `${system}: ${loss(system)}`);
      }
      assert.match(
        about(findings, 'rpo-unmet', 'orders').message,
        /^RPO 1h unmet by hourly copy: in datacenter-failure up to 1h21m is lost \(/,
      );
      assert.match(
        about(findings, 'rpo-unmet', 'uploads').message,
        /^RPO 26h unmet by daily schedule: in datacenter-failure up to 26h33m is lost \(/,
      );
      assert.match(about(findings, 'rpo-unmet', 'uploads').message, / The same goes for `secrets`\.$/);
      assert.ok(
        about(findings, 'rpo-unmet', 'uploads').related.some(({ message }) =>
          message.startsWith('RPO 26h unmet by daily schedule: in datacenter-failure up to 26h30m is lost ('),
        ),
      );
    });
    it('misses the RTO of two systems, and gives the sums', () => {
      assert.match(
        about(findings, 'rto-unmet', 'secrets').message,
        /^RTO 2h unmet: in ransomware recovery takes 3h \(1h until it is declared \+ 2h until there is somewhere to restore to \+ /,
      );
      assert.match(
        about(findings, 'rto-unmet', 'web').message,
        /^RTO 5h unmet: in ransomware recovery takes 9h20m \(1h .* \+ 6h\d+s until uploads is back \+ 20m to deploy it again\)\. It rests on 100 MB\/s as the rate of vault: say `read` if you know it\./,
      );
    });
    it('is late by the rate of its vault, which it does not give, so that one of the two is a warning', () => {
      assert.equal(about(findings, 'rto-unmet', 'web').severity, 'warning');
    });
    it('says no more than that as errors', () => {
      assert.deepEqual(
        findings.filter(({ severity }) => severity === 'error').map(({ code, about: system }) => `${code} ${system}`),
        ['rpo-unmet orders', 'rpo-unmet uploads', 'rto-unmet secrets'],
      );
    });
    it('restores the files of nobody to see whether it can', () => {
      assert.match(about(findings, 'restore-untested', 'uploads').message, /^No `verify restore` of `uploads`: /);
    });
    it('has its card numbers on a disk of which nobody says that it is encrypted', () => {
      assert.match(
        about(findings, 'pci-dss/card-numbers-unreadable', 'orders').message,
        /^Nothing says that the copies of `orders` on nas are encrypted: .* \(PCI DSS 4\.0\.1, Requirement 3\.5\.1\)\./,
      );
    });
    it('keeps a year of log, and advises less', () => {
      assert.match(
        about(findings, 'log-kept-long', 'orders').message,
        /that comes to 2\.16 TB\. .* say `keep logs on vault 30 days`: 180 GB\.$/,
      );
    });
    it('stands at the `rpo` of the system', () => {
      const text = readRepository('examples/shop.backupplan') ?? '';
      const { range } = about(findings, 'rpo-unmet', 'orders');
      assert.match(text.slice(range.start, range.end), /^rpo\s+1h$/);
    });
    it('names the other scenarios, the night and the job in related places', () => {
      const { related } = about(findings, 'rpo-unmet', 'orders');
      const said = related.map(({ message }) => message).join('\n');
      assert.match(
        said,
        /If datacenter-failure begins just before 3 Jan 2027 03:20:0[23], what is left is the state of 3 Jan 2027 01:59, on vault\./,
      );
      assert.match(said, /In ransomware up to 1h21m is lost/);
      assert.match(said, /The hourly copy/);
    });
  });

  it('postgresql.backupplan with a nightly dump instead of the log says what that costs', () => {
    const text = (readRepository('examples/postgresql.backupplan') ?? '')
      .replace('using pg_basebackup', 'using pg_dump taking 40m')
      .replace(/^ *log +continuous to nas\n/m, '');
    assert.doesNotMatch(text, /continuous|pg_basebackup/);
    const { findings } = examineText(text);
    assert.deepEqual(
      findings.filter(({ severity }) => severity === 'error').map(({ code }) => code),
      ['rpo-unmet'],
    );
    const { message } = about(findings, 'rpo-unmet', 'orders');
    assert.match(message, /^RPO 1h unmet by daily schedule: in [\w-]+ up to 26h7m is lost \(24h between runs \+ /);
    assert.match(message, / \+ 1h when clocks go back on 31 Oct 2027 \+ 40m until the dump is on nas \+ /);
    assert.match(message, / Archive the log, copy after each full, or say `rpo 27h` if losing one night's work is meant\.$/);
  });
});
