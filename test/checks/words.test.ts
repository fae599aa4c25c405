import assert from 'node:assert/strict';
import { counted, duration, listed, listedSome, told } from '../../engine/checks/words.ts';

describe('the words of messages', () => {
  it('say a length of time as a colleague would', () => {
    const said = [0, 45, 125, 3119, 4862, 92400, 95608, 7 * 86400, 14 * 86400 + 7200].map((seconds) => duration(seconds));
    assert.deepEqual(said, ['0s', '45s', '2m5s', '52m', '1h21m', '25h40m', '26h33m', '7 days', '14 days 2h']);
  });
  it('never say that 26h is more than 26h', () => {
    assert.equal(told(26 * 3600 + 10, 26 * 3600), '26h10s');
    assert.equal(told(27 * 3600, 26 * 3600), '27h');
  });
  it('join lists and count', () => {
    assert.equal(listed(['a']), 'a');
    assert.equal(listed(['a', 'b', 'c'], 'or'), 'a, b or c');
    assert.equal(listedSome(['a', 'b', 'c'], 3), 'a, b and c');
    assert.equal(listedSome(['a', 'b', 'c', 'd'], 3), 'a, b and 2 more');
    assert.deepEqual(
      [0, 1, 2].map((n) => counted(n, 'copy', 'copies')),
      ['no copy', '1 copy', '2 copies'],
    );
  });
});
