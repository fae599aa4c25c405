import type { Storage, System } from '../../../plan/model.ts';
import { endpointOf } from '../../scripts/remote.ts';
import { shellWord } from '../shell.ts';
import type { Way } from './manual.ts';
import { POINT, pointOn } from './manual-databases.ts';
import { lookInto } from './place.ts';

const BESIDE = 'It goes to a folder of its own, under `/restore`; what is damaged stays as it is.';
const INTO_PLACE = 'It goes to its own place. What is there already and has the same name is overwritten: the machine must be new.';

export const fileTools: Readonly<Record<string, Way>> = {
  restic: (system, { storage }, beside) => {
    const restic = `restic -r ${shellWord(resticAddress(storage, system.name))}`;
    return {
      takes: 'name',
      list: `export RESTIC_PASSWORD_FILE=${system.credentials === undefined ? '' : shellWord(system.credentials)}\n${restic} snapshots`,
      point: `the id of the chosen snapshot, or \`latest\`.${system.credentials === undefined ? ' RESTIC_PASSWORD_FILE names the file that the password of the repository is in.' : ''}`,
      onto: beside ? BESIDE : INTO_PLACE,
      restore: `sudo --preserve-env ${restic} restore ${POINT} --target ${root(system, beside)} --verify`,
      expect:
        '`restoring <Snapshot …>`, then `finished verifying … files`; no line with `ignoring error`. `already locked`: `restic unlock`, then again.',
      check: newest(system, beside),
      good: 'the newest files are of just before the point; their date is the state that was restored.',
      take: beside ? exchange(system) : undefined,
    };
  },
  borg: (system, { storage }, beside) => {
    const repository = shellWord(folderOf(storage, system.name));
    return {
      takes: 'name',
      list: `borg list ${repository}`,
      point: 'the name of the chosen archive.',
      onto: beside ? BESIDE : INTO_PLACE,
      restore: `${made(system, beside)}cd ${root(system, beside)} && sudo borg extract ${repository}::${POINT}`,
      expect: 'nothing, exit code 0; 1 is a warning to be read.',
      check: `borg info ${repository}::${POINT}\n${newest(system, beside)}`,
      good: 'the newest files are of just before the point; their date is the state that was restored.',
      take: beside ? exchange(system) : undefined,
    };
  },
  tar: (system, { storage, increments }, beside) => ({
    takes: 'file',
    list: lookInto(storage),
    point: `${pointOn(storage)}${increments ? ' The full comes first, then each increment up to the chosen one, oldest first: run the command for each.' : ''}`,
    onto: beside ? BESIDE : INTO_PLACE,
    restore: `${made(system, beside)}sudo tar --extract${increments ? ' --listed-incremental=/dev/null' : ''} --numeric-owner --directory ${root(system, beside)} --file ${POINT}`,
    expect: 'nothing, exit code 0; 2 means a damaged archive.',
    check: `sudo tar --compare --directory ${root(system, beside)} --file ${POINT}\n${newest(system, beside)}`,
    good: 'nothing from `tar`; the newest files are of just before the point.',
    take: beside ? exchange(system) : undefined,
  }),
  rsync: (system, { storage }) => {
    const rsync = `rsync --archive --hard-links --acls --xattrs --numeric-ids`;
    return {
      takes: 'folder',
      list: lookInto(storage),
      point: pointOn(storage),
      onto: BESIDE,
      restore: `sudo mkdir -p ${root(system, true)}\nsudo ${rsync} ${POINT}/ ${root(system, true)}/`,
      expect: 'nothing, exit code 0.',
      check: `sudo ${rsync} --checksum --dry-run --itemize-changes ${POINT}/ ${root(system, true)}/`,
      good: 'nothing is printed.',
      take: exchange(system),
    };
  },
  sqlite3: (system, { storage }) => ({
    takes: 'file',
    list: lookInto(storage),
    point: pointOn(storage),
    onto: 'It goes beside the old file, under a name that ends in `.restored`.',
    restore: system.paths.map((path) => `sudo cp --no-clobber ${POINT} ${shellWord(`${path}.restored`)}`).join('\n'),
    expect: 'nothing, exit code 0.',
    check: system.paths.map((path) => `sqlite3 ${shellWord(`${path}.restored`)} 'PRAGMA integrity_check'`).join('\n'),
    good: '`ok`.',
    take: {
      what: 'With the program stopped. The old file goes aside with its `-wal` and `-shm`.',
      run: system.paths
        .map((path) =>
          [
            `for ending in '' -wal -shm; do sudo mv -nT ${shellWord(path)}"$ending" ${shellWord(`${path}.damaged`)}"$ending"; done`,
            `sudo mv -nT ${shellWord(`${path}.restored`)} ${shellWord(path)}`,
          ].join('\n'),
        )
        .join('\n'),
    },
  }),
  velero: (system, _, beside) => {
    const names = system.namespaces;
    return {
      takes: 'name',
      list: 'velero backup get',
      point: 'the name of the chosen backup; its status must be `Completed`.',
      onto: beside
        ? 'It goes into namespaces whose names end in `-restored`.'
        : 'It makes what is not there; what is there already stays as it is, and is not restored.',
      restore: `velero restore create --from-backup ${POINT}${names.length === 0 ? '' : ` --include-namespaces ${shellWord(names.join(','))}`}${
        beside && names.length > 0 ? ` --namespace-mappings ${shellWord(names.map((name) => `${name}:${name}-restored`).join(','))}` : ''
      } --wait`,
      expect: '`Restore completed with status: Completed`; with `PartiallyFailed` look into `velero restore describe --details`.',
      check:
        names.length === 0
          ? 'kubectl get pods --all-namespaces'
          : names.map((name) => `kubectl get pods --namespace ${shellWord(beside ? `${name}-restored` : name)}`).join('\n'),
      good: 'every pod is `Running` or `Completed`.',
    };
  },
  virsh: (system, { storage }, beside) => {
    const name = beside ? `${system.name}-restored` : system.name;
    const images = `/var/lib/libvirt/images/${name}`;
    return {
      takes: 'folder',
      list: lookInto(storage),
      point: `${pointOn(storage)} It has the disks of the machine and its definition, what \`virsh dumpxml\` printed, as \`domain.xml\`.`,
      onto: beside
        ? 'It makes a second machine beside the damaged one, which has to be shut off: both have the same addresses.'
        : 'It makes the machine anew on a host that does not have it.',
      restore: [
        `sudo mkdir -p ${images}`,
        `sudo cp --sparse=always --no-clobber ${POINT}/* ${images}/`,
        `sudo sed -i -e ${shellWord(`s|<name>.*</name>|<name>${name}</name>|`)} -e '/<uuid>/d' -e ${shellWord(`s|file='[^']*/|file='${images}/|`)} ${images}/domain.xml`,
        `for disk in ${images}/*.qcow2; do sudo qemu-img check "$disk"; done`,
        `sudo virsh define ${images}/domain.xml && sudo virsh start ${shellWord(name)}`,
      ].join('\n'),
      expect: '`No errors were found on the image.` for every disk, then `Domain … defined` and `started`.',
      check: `sudo virsh domstate ${shellWord(name)}\nsudo virsh domifaddr ${shellWord(name)}`,
      good: '`running`; log in, and look at the newest file that the machine itself has written.',
    };
  },
};

/** Where the paths of the system are put: their own place, or below a folder for it. A word of the shell. */
function root(system: System, beside: boolean): string {
  return beside ? shellWord(`/restore/${system.name}`) : '/';
}

/** The command that makes the folder, where it is not the root. */
function made(system: System, beside: boolean): string {
  return beside ? `sudo mkdir -p ${root(system, beside)}\n` : '';
}

function newest(system: System, beside: boolean): string {
  const paths = system.paths.length === 0 ? [''] : system.paths;
  return paths
    .map(
      (path) =>
        `sudo find ${shellWord(`${beside ? `/restore/${system.name}` : ''}${path}` || '/')} -type f -printf '%T+ %p\\n' | sort | tail -n 5`,
    )
    .join('\n');
}

function exchange(system: System): { readonly what: string; readonly run: string } {
  return {
    what: 'With everything stopped that writes there. What is damaged is renamed, not removed.',
    run: system.paths
      .map((path) => path.replace(/\/+$/u, ''))
      .map(
        (path) =>
          `sudo mv -nT ${shellWord(path)} ${shellWord(`${path}.damaged`)} && sudo mv -nT ${shellWord(`/restore/${system.name}${path}`)} ${shellWord(path)}`,
      )
      .join('\n'),
  };
}

/** The folder of a system on a storage: the one with its name, as the generated scripts lay it out. */
function folderOf(storage: Storage, system: string): string {
  const folder = `${(storage.path ?? '').replace(/\/+$/u, '')}/${system}`;
  if (storage.host === undefined) return folder;
  return `${storage.user === undefined ? '' : `${storage.user}@`}${storage.host}:${folder}`;
}

function resticAddress(storage: Storage, system: string): string {
  const { bucket } = storage;
  if (bucket === undefined) return storage.host === undefined ? folderOf(storage, system) : `sftp:${folderOf(storage, system)}`;
  switch (storage.kind) {
    case 'b2':
      return `b2:${bucket}:${system}`;
    case 'gcs':
      return `gs:${bucket}:/${system}`;
    case 'azure-blob':
      return `azure:${bucket}:/${system}`;
    default:
      return `s3:${endpointOf(storage)}/${bucket}/${system}`;
  }
}
