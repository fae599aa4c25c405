// Required before a program: leaves in the file BENCH_USAGE what the process has taken by its end, all its threads included.
const { writeFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

if (isMainThread)
  process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    writeFileSync(process.env.BENCH_USAGE, JSON.stringify({ megabytes: maxRSS / 1000, cpu: (userCPUTime + systemCPUTime) / 1000 }));
  });
