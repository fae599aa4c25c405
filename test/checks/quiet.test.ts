import assert from 'node:assert/strict';
import { examineText } from './examined.ts';

/** What somebody who does it well writes for a server at home. */
const home = `plan "Home" { owner "me@example.com"; timezone "Europe/Berlin"; notify "mailto:me@example.com" }
site home  { kind home }
site cloud { kind cloud; provider backblaze; region "eu-central" }
storage usb: removable { at home; path "/media/usb"; offline }
storage far: b2 { at cloud; bucket "home"; account backup-admin }
system photos: files {
  at home; path "/srv/photos"; size 400 GB; changes 200 MB/day; rpo 2 days; rto 3 days
  backup {
    full daily at 02:00 to far using restic
    full weekly on sunday at 12:00 to usb using restic
    keep 14 daily, 8 weekly, 12 monthly
    verify restore monthly on 1 at 10:00
  }
}
system database: postgresql {
  at home; database "nextcloud"; size 2 GB; changes 50 MB/day
  backup {
    full daily at 03:00 to far
    full weekly on sunday at 13:00 to usb
    keep daily for 30 days
  }
}
`;

describe('a good hobby plan', () => {
  const { findings } = examineText(home);
  const of = (severity: string) => findings.filter((each) => each.severity === severity).map(({ code }) => code);

  it('has no error and at most three warnings', () => {
    assert.deepEqual(of('error'), []);
    assert.deepEqual(of('warning'), ['restore-untested']);
  });
  it('gets the rest as advice', () => {
    assert.deepEqual([...new Set(of('info'))].toSorted(), [
      'retention-span',
      'rpo-missing',
      'rto-missing',
      'scenario-missing',
      'unencrypted-offsite',
    ]);
  });
  it('is judged more strictly where it has to comply with something', () => {
    const strict = examineText(home.replace('plan "Home" {', 'plan "Home" { comply with gdpr;'));
    assert.deepEqual(
      strict.findings.filter(({ severity }) => severity === 'info').map(({ code }) => code),
      [],
    );
  });
});
