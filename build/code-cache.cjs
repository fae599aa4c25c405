// Writes dist/main.cache: what Node has compiled of the bundle by the time that it has checked a plan.
const { writeFileSync } = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const root = path.join(__dirname, '..');
const { Script } = vm;
vm.Script = class extends Script {
  constructor(...args) {
    super(...args);
    process.on('exit', () => {
      writeFileSync(path.join(root, 'dist/main.cache'), this.createCachedData());
      // The plan has findings, so that what prints them is compiled too.
      process.exitCode = 0;
    });
  }
};
process.stdout.write = () => true;
process.argv = [process.execPath, path.join(root, 'dist/backupplan.cjs'), 'check', path.join(root, 'examples/shop.backupplan')];
require('../dist/backupplan.cjs');
