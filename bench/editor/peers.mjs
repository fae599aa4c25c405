/** The servers that are compared: ours as it is shipped, and others in fixed versions, installed outside the checkout. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleOf, install } from './install.mjs';
import { notations } from './texts.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '../..');

/**
 * Ours first. `command` starts a server with Node.js, `language` is what it knows its documents as, `file` what they are called;
 * `isError` (default: of severity error) tells the finding of a wrong letter; `files` lie beside the document.
 * Of a server that assesses, `isAssessed` tells a finding that takes an assessment, and each `figure` is a digit that one depends on.
 */
export async function servers() {
  const home = await install();
  const version = (name) => JSON.parse(readFileSync(path.join(home, 'node_modules', name, 'package.json'), 'utf8')).version;
  const schema = path.join(here, 'peers/schema.json');
  const plan = { language: 'backupplan', file: 'company.backupplan', notation: notations.plan };
  return [
    {
      ...plan,
      name: 'Backup Plan',
      command: [path.join(root, 'dist/backupplan.cjs'), 'lsp', '--stdio'],
      // What is backed up once a day loses a day: without its first digit this rpo cannot be met, which only the assessment knows.
      figure: /(?<=: files \{\s+at +dc-0[^}]*rpo {6})2(?=6h)/g,
      isAssessed: ({ code }) => code === 'same-account',
    },
    {
      name: `YAML ${version('yaml-language-server')}`,
      command: [bundleOf(home, 'yaml'), '--stdio'],
      language: 'yaml',
      file: 'company.yaml',
      notation: notations.yaml,
      settings: {
        yaml: {
          schemas: { [pathToFileURL(schema).href]: '*.yaml' },
          schemaStore: { enable: false },
          validate: true,
          hover: true,
          completion: true,
        },
      },
    },
    {
      name: `JSON ${version('vscode-langservers-extracted')}`,
      command: [bundleOf(home, 'json'), '--stdio'],
      language: 'json',
      file: 'company.json',
      notation: notations.json,
      // It has the shortest way for clients that ask, and half a second of patience for the others.
      pulls: true,
      isError: () => true,
      initializationOptions: { handledSchemaProtocols: ['file'] },
      settings: {
        json: {
          validate: { enable: true },
          schemas: [{ fileMatch: ['*.json'], url: pathToFileURL(schema).href, schema: JSON.parse(readFileSync(schema, 'utf8')) }],
        },
      },
    },
    { ...plan, name: `Langium ${version('langium')}`, command: [bundleOf(home, 'langium'), '--stdio'] },
    {
      name: `Prisma ${version('@prisma/language-server')}`,
      command: [bundleOf(home, 'prisma'), '--stdio'],
      language: 'prisma',
      file: 'company.prisma',
      notation: notations.prisma,
      settings: { prisma: {} },
    },
    {
      name: `TypeSpec ${version('@typespec/compiler')}`,
      command: [path.join(home, 'node_modules/@typespec/compiler/entrypoints/server.js'), '--stdio'],
      language: 'typespec',
      file: 'main.tsp',
      files: { 'tspconfig.yaml': '' },
      notation: notations.typespec,
      settings: { typespec: {} },
    },
    { ...plan, name: `Chevrotain ${version('chevrotain')} alone`, command: [bundleOf(home, 'chevrotain'), '--stdio'], isBound: true },
  ];
}
