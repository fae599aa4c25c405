// An extension as a web page gets one: over http, from a port of this machine, since a worker cannot start from an address of VS Code's server.
import { createReadStream, statSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';

const types = { '.js': 'text/javascript', '.json': 'application/json', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png' };

/** Serves the files of folders, as if they were one, on a free port of 127.0.0.1. */
export async function serve(...folders) {
  const server = http.createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url, 'http://127.0.0.1').pathname);
    const files = folders.map((folder) => path.join(folder, name)).filter((file, at) => file.startsWith(`${folders[at]}${path.sep}`));
    const file = files.find((each) => statSync(each, { throwIfNoEntry: false })?.isFile());
    const type = types[path.extname(name)] ?? 'application/octet-stream';
    response.writeHead(file === undefined ? 404 : 200, { 'access-control-allow-origin': '*', 'content-type': type });
    if (file === undefined) response.end();
    else createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    authority: `127.0.0.1:${server.address().port}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * Puts the extension that is served into the workbench that the page is going to open, and a suite that tests it: the path of one that is
 * served with it, for VS Code runs a suite where it runs the extension around it.
 */
export function withExtension(page, { authority }, suite) {
  const at = (file) => ({ scheme: 'http', authority, path: `/${file}` });
  const development = { extensions: [at('')], ...(suite === undefined ? {} : { extensionTestsPath: at(suite) }) };
  return page.addInitScript((development) => {
    const original = Document.prototype.getElementById;
    // The workbench reads its configuration from this element; there is no other way to name an extension.
    Document.prototype.getElementById = function (id) {
      const element = original.call(this, id);
      if (id === 'vscode-workbench-web-configuration' && element !== null && element.dataset.named === undefined) {
        element.dataset.named = 'yes';
        const configuration = JSON.parse(element.dataset.settings);
        configuration.developmentOptions = { ...configuration.developmentOptions, ...development };
        element.dataset.settings = JSON.stringify(configuration);
      }
      return element;
    };
  }, development);
}
