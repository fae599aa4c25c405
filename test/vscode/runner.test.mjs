// The runners' own test: each way in which a run can go wrong ends with a status that is not 0, and says why.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const faults = {
  'run.mjs': [
    ['wrong-assertion', /1 of 1 tests failed/],
    ['dead-host', /the suite wrote no report/],
    ['no-test', /the suite ran no test/],
  ],
  'web.mjs': [
    ['wrong-assertion', /1 of 1 tests failed/],
    ['no-report', /the suite wrote no report/],
    ['no-test', /the suite ran no test/],
  ],
};

for (const [runner, ways] of Object.entries(faults)) {
  describe(`the runner ${runner} is red`, () => {
    for (const [fault, says] of ways) {
      it(`at ${fault}`, () => {
        const run = fileURLToPath(new URL(runner, import.meta.url));
        const { status, stderr, stdout } = spawnSync(process.execPath, [run, '--fault', fault], { encoding: 'utf8' });
        assert.notEqual(status, 0, stdout);
        assert.match(stderr, says);
      }).timeout(240_000);
    }
  });
}
