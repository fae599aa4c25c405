/** Ways in which a run can go wrong: `runner.test.mjs` sees to it that the runner tells each from success. */
import assert from 'node:assert/strict';

describe('a run that must end red', () => {
  switch (process.env.BACKUPPLAN_FAULT) {
    case 'wrong-assertion':
      it('claims that 1 is 2', () => assert.equal(1, 2));
      break;
    case 'dead-host':
      it('kills the extension host', () => process.kill(process.pid, 'SIGKILL'));
      break;
    default: // 'no-test'
  }
});
