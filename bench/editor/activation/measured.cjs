// Stands in front of an extension, and writes down how long it takes: without the milliseconds that the extension host stood ready and others
// had the processor.
const { readFileSync, renameSync, writeFileSync } = require('node:fs');

const now = () => performance.now() - Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e6;

const start = now();
const extension = require('./dist/client.cjs');
const load = now() - start;

exports.activate = async (context) => {
  const called = now();
  const api = await extension.activate(context);
  const report = process.env.BENCH_REPORT;
  // Whole or not there at all.
  writeFileSync(`${report}.new`, JSON.stringify({ load, active: load + now() - called }));
  renameSync(`${report}.new`, report);
  return api;
};
exports.deactivate = () => extension.deactivate?.();
