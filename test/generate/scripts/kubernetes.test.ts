import assert from 'node:assert/strict';
import { CronJob } from 'kubernetes-models/batch/v1/CronJob';
import { parse, parseAllDocuments } from 'yaml';
import { artifactsOf, textOf } from './artifacts.ts';
import { typeErrors } from './types.ts';

const sites = 'site here { kind datacenter } storage nas: nas { at here; path "/srv/nas" } storage usb: disk { at here; path "/mnt/usb" }';
const planText = `plan "Web Shop & Sons" { timezone "Europe/Berlin"; schedule with kubernetes } ${sites}
  system Shop: postgresql { at here; size 1 GB; changes 1 GB/day
    backup { full daily at 02:00, 14:30 to nas using pg_dump; copy after full from nas to usb; keep 3 last; verify restore monthly on last at 05:00 }
    backup { full every 90s to usb using pg_basebackup; log continuous to usb; copy after log from usb to nas; keep 3 last }
    backup { full daily at 04:00 to usb using pgbackrest; log continuous to usb; keep 3 last } }`;

function jobs(): ConstructorParameters<typeof CronJob>[0][] {
  return parseAllDocuments(textOf(planText, 'schedule/kubernetes/cronjobs.yaml'))
    .map((document) => document.toJS())
    .filter((job) => job !== null);
}

describe('CronJobs', function () {
  // The schema of all of Kubernetes is read first.
  this.timeout(120_000);

  it('are what Kubernetes takes', () => {
    assert.equal(jobs().length, 3);
    for (const job of jobs()) new CronJob(job).validate();
    const [job] = jobs();
    assert.throws(
      () => new CronJob({ ...job, spec: { ...job?.spec, concurrencyPolicy: 'Forbidden' } } as never).validate(),
      /concurrencyPolicy/,
    );
  });

  // The schema lets fields pass that it does not know; Kubernetes drops them, and what they were to say does not happen.
  it('have no field that Kubernetes does not know', () => {
    const errors = (all: readonly unknown[]): string => typeErrors(all, 'ICronJob', 'kubernetes-models/batch/v1/CronJob');
    assert.equal(errors(jobs()), '');
    const [job] = jobs();
    assert.match(errors([{ ...job, spec: { ...job?.spec, startingDeadline: 3600 } }]), /startingDeadline/);
    const container = { name: 'run', image: 'x', comand: [] };
    const template = { spec: { template: { spec: { containers: [container], restartPolicy: 'Never' } } } };
    assert.match(errors([{ ...job, spec: { schedule: '* * * * *', jobTemplate: template } }]), /comand/);
  });

  it('mount what is a folder here, and have the library for what is not', () => {
    const far = planText.replace(
      'storage usb: disk { at here; path "/mnt/usb" }',
      'storage usb: sftp { at here; host "box"; path "/mnt/usb" }',
    );
    const kustomization = textOf(far, 'schedule/kubernetes/kustomization.yaml');
    assert.match(kustomization, /web-shop-sons-state \(with room for the largest point\), web-shop-sons-nas;/);
    assert.match(kustomization, /=\.\.\/\.\.\/scripts\/lib-packed\.sh$/m);
    assert.doesNotMatch(textOf(far, 'schedule/kubernetes/cronjobs.yaml'), /\/mnt\/usb/);
  });

  it('fire in the zone of the plan, with the copy after its full in the same pod', () => {
    const [, full, verify] = jobs();
    assert.deepEqual([full?.spec?.schedule, full?.spec?.timeZone], ['30 14 * * *', 'Europe/Berlin']);
    const command = (job: typeof full): string => (job?.spec?.jobTemplate.spec?.template.spec?.containers[0]?.command ?? []).join(' ');
    assert.match(command(full), /full-nas\.sh && \{ \S+copy-nas-usb\.sh; \}$/);
    assert.match(command(verify), /date -d tomorrow.*verify-restore\.sh$/);
  });

  it('have names that Kubernetes takes, each its own', () => {
    const names = jobs().map((job) => job?.metadata?.name ?? '');
    assert.equal(new Set(names).size, names.length);
    for (const name of names) assert.match(name, /^[a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?$/);
  });

  it('say what they cannot do', () => {
    const text = textOf(planText, 'schedule/kubernetes/cronjobs.yaml');
    assert.match(text, /# Shop\/2\/full-usb: no CronJob can say full every 1m30s to usb/);
    assert.match(text, /# Shop\/2\/copy-usb-nas follows the log/);
    assert.match(text, /# Shop\/3\/full-usb has to run on the machine of Shop/);
  });

  it('find every script that they run in the ConfigMap of the kustomization', () => {
    const kustomization: { configMapGenerator: { name: string; files: string[] }[] } = parse(
      textOf(planText, 'schedule/kubernetes/kustomization.yaml'),
    );
    const written = artifactsOf(planText).map(({ path }) => path);
    const maps = new Map(kustomization.configMapGenerator.map(({ name, files }) => [name, files]));
    for (const job of jobs()) {
      const pod = job?.spec?.jobTemplate.spec?.template.spec;
      const map = pod?.volumes?.find(({ name }) => name === 'scripts')?.configMap;
      const files = maps.get(map?.name ?? '') ?? [];
      assert.deepEqual(
        files,
        map?.items?.map(({ key, path }) => `${key}=../../${path}`),
      );
      for (const file of files) assert.ok(written.includes(file.replace(/^.*=\.\.\/\.\.\//, '')), file);
      const run = (pod?.containers[0]?.command ?? []).join(' ').match(/scripts\/\S+?\.sh/g) ?? [];
      for (const script of run)
        assert.ok(
          files.some((file) => file.endsWith(`/${script}`)),
          script,
        );
    }
  });
});
