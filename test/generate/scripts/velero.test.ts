import assert from 'node:assert/strict';
import { Ajv } from 'ajv';
import { parseAllDocuments } from 'yaml';
import { examineAfresh } from '../../../engine/examine.ts';
import { generate } from '../../../engine/generate/generate.ts';
import { artifactsOf, textOf } from './artifacts.ts';

const text = { type: 'string', minLength: 1 };
const object = (properties: Readonly<Record<string, unknown>>, ...required: readonly string[]): object => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const strings = { type: 'object', additionalProperties: { type: 'string' } };
const resource = (kind: string, spec: object): object =>
  object(
    {
      apiVersion: { const: 'velero.io/v1' },
      kind: { const: kind },
      metadata: object(
        {
          name: { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$' },
          namespace: { const: 'velero' },
          labels: strings,
          annotations: strings,
        },
        'name',
        'namespace',
      ),
      spec,
    },
    'apiVersion',
    'kind',
    'metadata',
    'spec',
  );
/** What the CRDs of Velero 1.12 to 1.16 all have, of the fields that a plan could want; others are unknown, and refused here. */
const schedule = resource(
  'Schedule',
  object(
    {
      schedule: { type: 'string', pattern: '^(CRON_TZ=[A-Za-z_]+(/[A-Za-z_]+)* )?\\S+ \\S+ \\S+ \\S+ \\S+$' },
      useOwnerReferencesInBackup: { type: 'boolean' },
      paused: { type: 'boolean' },
      template: object(
        {
          metadata: object({ labels: strings }),
          includedNamespaces: { type: 'array', items: text, minItems: 1 },
          excludedNamespaces: { type: 'array', items: text },
          includedResources: { type: 'array', items: text },
          excludedResources: { type: 'array', items: text },
          includeClusterResources: { type: 'boolean' },
          snapshotVolumes: { type: 'boolean' },
          defaultVolumesToFsBackup: { type: 'boolean' },
          storageLocation: text,
          volumeSnapshotLocations: { type: 'array', items: text },
          ttl: { type: 'string', pattern: '^[1-9][0-9]*h0m0s$' },
        },
        'storageLocation',
        'ttl',
      ),
    },
    'schedule',
    'template',
  ),
);
const location = resource(
  'BackupStorageLocation',
  object(
    {
      provider: { enum: ['aws', 'gcp', 'azure'] },
      objectStorage: object({ bucket: text, prefix: text, caCert: text }, 'bucket'),
      config: strings,
      credential: object({ name: text, key: text }, 'name', 'key'),
      accessMode: { enum: ['ReadOnly', 'ReadWrite'] },
      default: { type: 'boolean' },
    },
    'provider',
    'objectStorage',
  ),
);

const plan = (
  backup: string,
  more = '',
): string => `plan "Web Shop" { timezone "Europe/Berlin" } site here { kind datacenter } site cloud { kind cloud; provider aws; region "eu-central-1" }
  storage vault: s3 { at cloud; bucket "shop-velero"; endpoint "https://s3.shop.example"; immutable 35 days } storage blob: azure-blob { at cloud; bucket "shop" }
  storage nas: nas { at here; path "/srv/nas" }
  system cluster: kubernetes { at here; namespace "shop", "it's"; size 10 GB; changes 1 GB/day; backup { ${backup} } } ${more}`;
const documents = (source: string, name: string): { readonly spec: Record<string, unknown> }[] =>
  parseAllDocuments(textOf(source, `schedule/velero/${name}.yaml`)).map((document) => document.toJS());
const only = (source: string): { readonly spec: Record<string, unknown> } => {
  const [first, ...others] = documents(source, 'schedules');
  assert.ok(first !== undefined && others.length === 0);
  return first;
};
const ttl = (backup: string): unknown => {
  const { template }: { template?: { ttl?: string } } = only(plan(backup)).spec;
  return template?.ttl;
};
const full = 'full daily at 02:30 to vault using velero;';

describe('Schedules of Velero', () => {
  const ajv = new Ajv();
  const valid = (schema: object, data: unknown): string => (ajv.validate(schema, data) ? '' : ajv.errorsText());

  it('have the fields that Velero knows, and no others', () => {
    const source = plan(`${full} full weekly on sunday at 01:00, 13:15 to blob using velero; keep 30 days`);
    const schedules = documents(source, 'schedules');
    // Two minutes of the hour are two lines of cron.
    assert.equal(schedules.length, 3);
    for (const each of schedules) assert.equal(valid(schedule, each), '');
    const locations = documents(source, 'storage-locations');
    assert.equal(locations.length, 2);
    for (const each of locations) assert.equal(valid(location, each), '');
    assert.match(valid(schedule, { ...schedules[0], spec: { ...schedules[0]?.spec, timeZone: 'UTC' } }), /additional properties/);
  });

  it('run by the clock of the plan, on its namespaces, to its bucket', () => {
    const { schedule: when, template } = only(plan(`${full} keep 30 days`)).spec;
    assert.equal(when, 'CRON_TZ=Europe/Berlin 30 2 * * *');
    const { includedNamespaces, storageLocation }: { includedNamespaces?: string[]; storageLocation?: string } = template ?? {};
    assert.deepEqual(includedNamespaces, ['shop', "it's"]);
    const [place] = documents(plan(`${full} keep 30 days`), 'storage-locations');
    assert.equal(storageLocation, 'vault');
    assert.deepEqual(place?.spec.objectStorage, { bucket: 'shop-velero', prefix: 'web-shop' });
    assert.deepEqual(place?.spec.config, { region: 'eu-central-1', s3Url: 'https://s3.shop.example', s3ForcePathStyle: 'true' });
  });

  it('keep each backup as long as any rule of the plan may, and say what a ttl cannot', () => {
    assert.equal(ttl(`${full} keep 30 days`), '720h0m0s');
    assert.equal(ttl(`${full} keep daily for 31 days, monthly for 13 months`), `${13 * 31 * 24}h0m0s`);
    assert.equal(ttl(`${full} keep 12 monthly`), `${12 * 31 * 24}h0m0s`);
    // The longest gap between two is 25 hours, when clocks go back.
    assert.equal(ttl(`${full} keep 7 last`), '175h0m0s');
    assert.equal(ttl(`${full} keep forever`), `${100 * 366 * 24}h0m0s`);
    const said = (backup: string): string => textOf(plan(backup), 'schedule/velero/schedules.yaml');
    assert.doesNotMatch(said(`${full} keep 30 days`), /does not thin out|does not count/);
    assert.match(said(`${full} keep daily for 31 days, monthly for 13 months`), /a ttl does not thin out/);
    assert.match(said(`${full} keep 7 last`), /a ttl does not count/);
    assert.match(said(`${full} keep forever`), /Velero keeps nothing for ever/);
    assert.match(said(`${full} keep 30 days`), /the lock of vault is set on its bucket/);
  });

  it('are not written for what Velero cannot do', () => {
    for (const backup of [
      'full daily at 02:30 to nas using velero; keep 30 days',
      'full monthly on last friday at 02:30 to vault using velero; keep 1 year',
    ])
      assert.deepEqual(
        artifactsOf(plan(backup)).filter(({ path }) => path.startsWith('schedule/velero')),
        [],
      );
  });

  it('stand in the README of the folder as what nobody has restored from yet', () => {
    const { text: readme } = generate(
      examineAfresh('p.backupplan', () => plan(`${full} keep 30 days`)),
      { version: '0' },
    ).find(({ path }) => path === 'README.md') ?? { text: '' };
    assert.match(readme, /\| `cluster\/full-vault` \| velero \| NOT PROVED: no Kubernetes cluster/);
    assert.match(readme, /^1\. Apply `schedule\/velero\/schedules\.yaml` to the cluster/m);
    assert.match(readme, /Everything that the plan asks for is here/);
  });
});
