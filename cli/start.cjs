#!/usr/bin/env node
// Starts the command from what the build has compiled of it: to compile it anew takes as long as to check a small plan. Node itself takes
// a cache for its own and refuses that of another version; then all is as it would be without.
const { readFileSync } = require('node:fs');
const { wrap } = require('node:module');
const path = require('node:path');
const vm = require('node:vm');

const file = path.join(__dirname, 'main.cjs');

function cached() {
  try {
    return readFileSync(path.join(__dirname, process.argv[2] === 'lsp' ? 'lsp.cache' : 'main.cache'));
  } catch {
    return undefined;
  }
}

// The bundle is ASCII, which is read quickest as Latin-1.
const script = new vm.Script(wrap(readFileSync(file, 'latin1')), { filename: file, cachedData: cached() });
script.runInThisContext()(exports, require, module, file, __dirname);
