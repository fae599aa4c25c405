/** Plans that are hard to draw. */

/** 40 systems on two sites, with as many scenarios as the standard ones give. */
export const large: string = [
  'plan "Forty systems" { timezone "America/New_York"; budget 2000 USD/month }',
  'site east { kind datacenter; provider own; region "us-east" }',
  'site hall-2 { kind building; within east }',
  'site west { kind cloud; provider aws; region "us-west-2" }',
  'storage array: nas { at hall-2; path "/backup"; read 800 MB/s; write 800 MB/s; capacity 90 TB }',
  'storage glacier: s3 { at west; bucket "b"; class glacier-flexible; account keeper; immutable 30 days }',
  'storage mirror: sftp { at west; host "m.example"; user "u"; path "/m"; account keeper }',
  ...Array.from({ length: 40 }, (_, index) =>
    [
      `system service-number-${index + 1}-of-the-company: ${index % 2 === 0 ? 'files' : 'postgresql'} {`,
      `  at ${index % 5 === 0 ? 'hall-2' : 'east'}; size ${(index + 1) * 20} GB; changes ${index + 1} GB/day; rpo ${(index % 4) + 2}h; rto ${(index % 6) + 1}h`,
      ...(index > 30 ? [`  depends on service-number-${index - 1}-of-the-company`] : []),
      `  backup { full daily at ${String(index % 24).padStart(2, '0')}:15 to array`,
      ...(index % 3 === 0 ? ['    copy after full from array to mirror'] : []),
      `    copy weekly on sunday at 12:00 from array to glacier; keep daily for 14 days, monthly for 12 months } }`,
    ].join('\n'),
  ),
].join('\n');

const rude = '</text><script>alert(1)</script>" onload="x" & ]]> \u0000\u001b\u202e\ud800 🎃 '.replaceAll('"', '\\"');

/** Titles, texts and comments that are markup, or that no XML can hold; and names as long as names can be. */
export const hostile = `
/// ${rude.replaceAll('\\', '')}
plan "${rude}${'long '.repeat(60)}" { timezone "Europe/Berlin" }
site ${'a-site-with-a-very-long-name-'.repeat(4)}x { kind datacenter; provider ${'provider-'.repeat(9)}p; region "${rude}" }
site far { region "${rude}" }
storage ${'storage-'.repeat(12)}x: disk { at ${'a-site-with-a-very-long-name-'.repeat(4)}x }
storage con: s3 { at far; immutable 30 days; encrypted with k; account ${'account-'.repeat(9)}a }
key k { kept at far; escrow "${rude}" }
system ${'MWMWMW-'.repeat(20)}x: files {
  at ${'a-site-with-a-very-long-name-'.repeat(4)}x; size 9999999 PB; changes 9999 TB/day; rpo 1s; rto 1s; grows 90%/month
  backup { full every 1m to ${'storage-'.repeat(12)}x; copy every 1m from ${'storage-'.repeat(12)}x to con; keep 3 last } }
system nul: custom { at far; dump with "${rude}"; load with "${rude}"; size 1 B; changes 1 B/day; exempt because "${rude}" }
system slow: sqlite { at far; size 1 TB; changes 1 TB/day; depends on slow; backup { full cron "61 * * * *" to con; full yearly on february 29 at 02:30 to con managed by "${rude}" } }
system web: application { at far; redeploy "${rude}" taking 2000 days; depends on slow }
scenario ${'scenario-'.repeat(15)}x { lose ${'a-site-with-a-very-long-name-'.repeat(4)}x, k; recover at far; step recover "${rude}" for ${'MWMWMW-'.repeat(20)}x taking 400 days }
scenario everything { compromise production, ${'account-'.repeat(9)}a; lose far; detected after 3 years }
`;
