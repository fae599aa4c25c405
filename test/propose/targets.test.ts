import assert from 'node:assert/strict';
import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import { AnswerError, readAnswers, type Said } from '../../engine/propose/answers.ts';
import { type Asked, asked, kinds, questions } from '../../engine/propose/questions.ts';
import { proposeTargets } from '../../engine/propose/targets.ts';

/** Each statement with its reason. */
function proposed(said: Said): Readonly<Record<string, string>> {
  const proposals = proposeTargets(readAnswers(said, builtinCatalogue), builtinCatalogue);
  return Object.fromEntries(proposals.map(({ statement, because }) => [statement, because]));
}

const statements = (said: Said): readonly string[] => Object.keys(proposed(said));

describe('targets that are proposed', () => {
  it('follow from the answers, each with its sum', () => {
    assert.deepEqual(proposed({ outage: '500 EUR', bearable: '4000 EUR', redo: '1h' }), {
      'rpo 1h': 'work of 1h can be typed in again, and no more may be lost',
      'rto 8h': '4000.00 EUR that one outage may cost at most / 500.00 EUR an hour = 8h',
      'criticality medium': 'an rto of more than 4h, up to 24h',
      'retain daily for 21 days': 'damage is found after 14 days, or half as late again',
    });
  });

  it('are called assumptions where nobody has said what they would need', () => {
    assert.deepEqual(proposed({ outage: '10 EUR' }), {
      'rpo 1h': 'an assumption: nobody said how much work can be typed in again',
      'rto 4h': 'an assumption: an outage of that long costs 40.00 EUR at 10.00 EUR an hour, and nobody said what one may cost at most',
      'retain daily for 21 days': 'damage is found after 14 days, or half as late again',
    });
    assert.equal(proposed({ size: '1 GB' })['rto 4h'], 'an assumption: nobody said what an hour without it costs');
  });

  for (const [bearable, rto, criticality] of [
    ['1 EUR', 'rto 1m', 'critical'],
    ['1000 EUR', 'rto 1h', 'critical'],
    ['1100 EUR', 'rto 1h', 'critical'],
    ['2300 EUR', 'rto 2h15m', 'high'],
    ['4000 EUR', 'rto 4h', 'high'],
    ['9999 EUR', 'rto 9h', 'medium'],
    ['24000 EUR', 'rto 1 day', 'medium'],
    ['25000 EUR', 'rto 25h', 'low'],
    ['100000 EUR', 'rto 4 days', 'low'],
  ] as const)
    it(`an hour at 1000 EUR and ${bearable} at most: ${rto}, never longer than the sum`, () => {
      const [, given, step] = statements({ outage: '1000 EUR/h', bearable });
      assert.deepEqual([given, step], [rto, `criticality ${criticality}`]);
    });

  it('keep a point a day for half as long again as damage stays unnoticed, and a week at least', () => {
    assert.equal(statements({ unnoticed: '1 day' }).at(-1), 'retain daily for 7 days');
    assert.equal(statements({ unnoticed: '5 days' }).at(-1), 'retain daily for 8 days');
    assert.equal(statements({ unnoticed: '2 months' }).at(-1), 'retain daily for 90 days');
  });

  it('hold what rules ask, and name the rule', () => {
    const { 'retain daily for 21 days, monthly for 12 months': because = '' } = proposed({ comply: 'pci-dss', holds: 'audit-logs' });
    assert.match(because, /PCI DSS .*Requirement 10\.5\.1, asks for 12 months/);
    assert.ok(statements({ comply: 'hipaa', holds: 'compliance-documents' }).includes('retain daily for 21 days, yearly for 6 years'));
    const nist = proposed({ comply: 'nist-800-34', outage: '1 EUR', bearable: '6 EUR' });
    assert.equal(nist['mtd 6h'], 'NIST SP 800-34 Rev. 1 asks for it; no more is borne than the rto allows');
    assert.match(proposed({ comply: 'hipaa' })['criticality high'] ?? '', /an assumption.*HIPAA asks for it/);
    assert.ok(!statements({ comply: 'hipaa', holds: 'personal-data' }).some((each) => each.startsWith('criticality')));
  });
});

describe('answers', () => {
  it('of data are what the rules speak of most, where nobody says', () => {
    assert.deepEqual(readAnswers({ comply: 'gdpr, pci-dss hipaa' }, builtinCatalogue).holds, [
      'personal-data',
      'cardholder-data',
      'health-data',
    ]);
  });

  for (const [about, text, said] of [
    ['system', 'a b', /is no name/],
    ['system', 'x: files {}\nsystem y', /is no name/],
    ['system', 'vault', /something else is called/],
    ['kind', 'oracle', /none of postgresql/],
    ['kind', 'constructor', /none of postgresql/],
    ['size', '20', /a size such as/],
    ['size', '0 GB', /needs no backup/],
    ['size', '20 GB; note "x"', /no size alone/],
    ['size', '20 GB }\nsystem y: files { size 1 GB', /no size alone/],
    ['size', '20 GB // all', /no size alone/],
    ['changes', 'often', /rate/],
    ['outage', '500', /currency|money|amount|unit/i],
    ['outage', '0 EUR', /no sum of money/],
    ['redo', '0s', /less than a minute/],
    ['redo', 'an hour', /duration/],
    ['unnoticed', '-1 days', /duration/],
    ['comply', 'gdpr, sox', /'sox' is none of/],
    ['holds', 'cookies', /no rule speaks of 'cookies'; they speak of/],
    ['bearable', '5 EUR', /without what an hour of it costs/],
  ] as const)
    it(`'${text.replaceAll('\n', '\\n')}' is none to ${about}`, () => {
      assert.throws(
        () => readAnswers({ [about]: text }, builtinCatalogue),
        (error: unknown) => error instanceof AnswerError && error.about === about && said.test(error.message),
      );
    });

  it('in two currencies are none', () => {
    assert.throws(() => readAnswers({ outage: '5 EUR', bearable: '5 USD' }, builtinCatalogue), /say both in one currency/);
  });

  it('may be any of those that are offered', () => {
    for (const kind of Object.keys(kinds)) assert.equal(readAnswers({ kind }, builtinCatalogue).kind, kind);
    for (const name of asked) assert.match(questions[name as Asked].text, /[?.]$/);
  });
});
