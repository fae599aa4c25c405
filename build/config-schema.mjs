// Writes docs/backupplan.config.schema.json from the checks: `node --import tsx build/config-schema.mjs`.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { allChecks } from '../engine/checks/all.ts';
import { adjustable, levels } from '../engine/checks/terms.ts';

const target = path.join(path.dirname(fileURLToPath(import.meta.url)), '../docs/backupplan.config.schema.json');

/** The text of the schema. */
export function configSchema() {
  const codes = allChecks
    .filter(adjustable)
    .map(({ code, severity, summary }) => [code, { $ref: '#/definitions/level', description: summary, default: severity }]);
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'backupplan.config.yaml',
    description: 'How grave a team takes what Backup Plan finds.',
    type: ['object', 'null'],
    additionalProperties: false,
    properties: {
      severity: {
        description: 'By the code of a check; a code that is not here keeps its own severity.',
        type: ['object', 'null'],
        additionalProperties: false,
        properties: Object.fromEntries(codes),
      },
    },
    definitions: { level: { enum: levels } },
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) writeFileSync(target, configSchema());
