// Writes what Node has compiled of the bundle: dist/main.cache by the time that it has checked a plan, dist/lsp.cache when an editor's first request
// is answered besides. Who checks a plan does not read what serves editors.
const { writeFileSync } = require('node:fs');
const path = require('node:path');
const { Readable } = require('node:stream');
const vm = require('node:vm');

const root = path.join(__dirname, '..');
const { Script } = vm;
let script;
vm.Script = class extends Script {
  constructor(...args) {
    super(...args);
    script = this;
  }
};
process.stdout.write = () => true;
run('check', path.join(root, 'examples/shop.backupplan'));

// The same code again, as Node knows: what was compiled for the first run is there in the second.
process.once('beforeExit', () => {
  keep('main.cache');
  Object.defineProperty(process, 'stdin', { value: Readable.from(editor()) });
  process.on('exit', () => {
    keep('lsp.cache');
    // The plan has findings, so that what prints them is compiled too.
    process.exitCode = 0;
  });
  run('lsp', '--stdio');
});

function keep(name) {
  writeFileSync(path.join(root, 'dist', name), script.createCachedData());
}

function run(...args) {
  process.argv = [process.execPath, path.join(root, 'dist/backupplan.cjs'), ...args];
  delete require.cache[require.resolve('../dist/backupplan.cjs')];
  require('../dist/backupplan.cjs');
}

/** What an editor sends that is opened and closed. */
function* editor() {
  yield message({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, workspaceFolders: null, capabilities: {} } });
  yield message({ method: 'initialized', params: {} });
  yield message({ id: 2, method: 'shutdown' });
  yield message({ method: 'exit' });
}

function message(content) {
  const text = JSON.stringify({ jsonrpc: '2.0', ...content });
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}
