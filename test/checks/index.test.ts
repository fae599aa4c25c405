import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { allChecks } from '../../engine/checks/all.ts';
import { root } from './examined.ts';

describe('the index of the checks', () => {
  it('is what build/check-index.mjs writes', async () => {
    const { checkIndex } = (await import('../../build/check-index.mjs' as string)) as { checkIndex(): string };
    assert.equal(readFileSync(path.join(root, 'docs/checks/README.md'), 'utf8'), checkIndex());
  });
  it('the schema of the configuration is what build/config-schema.mjs writes', async () => {
    const { configSchema } = (await import('../../build/config-schema.mjs' as string)) as { configSchema(): string };
    assert.equal(readFileSync(path.join(root, 'docs/backupplan.config.schema.json'), 'utf8'), configSchema());
  });
  it('the pages of the packs and the schema of the catalogue are what build/pack-pages.mjs writes', async () => {
    const { packPages, catalogueSchema } = (await import('../../build/pack-pages.mjs' as string)) as {
      packPages(): Record<string, string>;
      catalogueSchema(): string;
    };
    for (const [name, page] of Object.entries(packPages())) assert.equal(readFileSync(path.join(root, name), 'utf8'), page);
    assert.equal(readFileSync(path.join(root, 'docs/backupplan.catalog.schema.json'), 'utf8'), catalogueSchema());
  });
  it('has every code once', () => {
    const codes = allChecks.map((check) => check.code);
    assert.deepEqual(codes, [...new Set(codes)]);
    for (const code of codes) assert.match(code, /^([a-z0-9]+(-[a-z0-9]+)*\/)?[a-z0-9]+(-[a-z0-9]+)*$/);
  });
});
