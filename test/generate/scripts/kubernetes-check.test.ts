import assert from 'node:assert/strict';
import path from 'node:path';
import { CronJob } from 'kubernetes-models/batch/v1/CronJob';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { parseAllDocuments } from 'yaml';
import { examineAfresh } from '../../../engine/examine.ts';
import { generate } from '../../../engine/generate/generate.ts';
import { Folder } from '../../cli/run.ts';
import { typeErrors } from './types.ts';

const shared = 'site here { kind datacenter }\r\nstorage nas: nas { at here; path "/srv/nas"; colour "\u2028 \ttab" }   \r\n';
const plan = (head: string, body = 'full daily at 02:00 to nas using pg_dump'): string =>
  `\uFEFFimport "../../shared/places.backupplan"\nimport "mine.backupplan"\nplan "Web Shop & Sons" { timezone "Europe/Berlin"${head} }\n` +
  `system shop: postgresql { at here; size 1 GB; changes 1 GB/day\n  backup { ${body}; keep 3 last } }\n`;
const file = '/home/me/work/teams/a/- the "shop".backupplan';
const texts: Readonly<Record<string, string>> = {
  [file]: plan('; schedule with kubernetes'),
  '/home/me/work/shared/places.backupplan': shared,
  '/home/me/work/teams/a/mine.backupplan': 'key age-key: age { }\n',
};

type Job = ConstructorParameters<typeof CronJob>[0];
type Texts = ConstructorParameters<typeof ConfigMap>[0];

function checkOf(root: string): string | undefined {
  const examination = examineAfresh(file, (wanted) => (wanted === file ? root : texts[wanted]));
  return generate(examination, { version: '1' }).find((artifact) => artifact.path === 'schedule/kubernetes/check.yaml')?.text;
}

function documents(): [Texts, Job] {
  const [map, job] = parseAllDocuments(checkOf(texts[file] ?? '') ?? '').map((document) => document.toJS());
  return [map, job];
}

describe('the CronJob that checks the plan', function () {
  // The schema of all of Kubernetes is read first.
  this.timeout(120_000);

  it('is what Kubernetes takes, with no field that it does not know', () => {
    const [map, job] = documents();
    new ConfigMap(map).validate();
    new CronJob(job).validate();
    assert.equal(typeErrors([map], 'IConfigMap', 'kubernetes-models/v1/ConfigMap'), '');
    assert.equal(typeErrors([job], 'ICronJob', 'kubernetes-models/batch/v1/CronJob'), '');
    for (const key of Object.keys(map?.data ?? {})) assert.match(key, /^[-._a-zA-Z0-9]+$/);
    assert.equal(job?.spec?.timeZone, 'Europe/Berlin');
  });

  it('says of the mounted files what is said of the plan, to the byte', async () => {
    const [map, job] = documents();
    const pod = job?.spec?.jobTemplate.spec?.template.spec;
    assert.deepEqual(new Set(Object.values(map?.data ?? {})), new Set(Object.values(texts)));
    const mounted = new Folder();
    const own = new Folder();
    try {
      for (const { key, path: where } of pod?.volumes?.[0]?.configMap?.items ?? []) mounted.write(where, map?.data?.[key] ?? '');
      for (const [name, text] of Object.entries(texts)) own.write(path.relative('/home/me/work', name), text);
      const [, ...command] = pod?.containers[0]?.command ?? [];
      const here = await own.run(['check', path.relative('/home/me/work', file).replace(/^/, './'), '--date', '2026-12-01']);
      const there = await mounted.run([...command.map((word) => word.replace(/^\/plan/, '.')), '--date', '2026-12-01']);
      assert.match(here.out, /`colour` is not known/);
      assert.deepEqual(there, here);
    } finally {
      mounted.remove();
      own.remove();
    }
  });

  it('names no folder that is none of the plan', () => {
    assert.doesNotMatch(checkOf(texts[file] ?? '') ?? '', /home|work\//);
  });

  it('is there for a cluster that Velero backs up, and for no plan without one', () => {
    const velero = plan('', 'full daily at 02:00 to bucket using velero')
      .replace('system shop: postgresql', 'system shop: kubernetes')
      .concat('storage bucket: s3 { at here; bucket "b" }\n');
    assert.match(checkOf(velero) ?? '', /kind: CronJob/);
    assert.equal(checkOf(plan('')), undefined);
  });

  it('says what of the workspace has to be added', () => {
    const examination = examineAfresh(file, (wanted) => texts[wanted], undefined, { severity: new Map([['rpo-unmet', 'off']]) });
    const text = generate(examination, { version: '1' }).find((artifact) => artifact.path === 'schedule/kubernetes/check.yaml')?.text;
    assert.match(text ?? '', /^# The plan is checked with the backupplan\.config\.yaml of its workspace/m);
    assert.doesNotMatch(checkOf(texts[file] ?? '') ?? '', /of its workspace/);
  });
});
