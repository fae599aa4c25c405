import type { BackupBlock, System, Verify } from '../../plan/model.ts';

/** The backups of a system of which restores are tested, and those of which none is, with what verifies their checksums. */
export interface Tests {
  readonly tested: readonly { readonly block: BackupBlock; readonly restore: Verify }[];
  readonly untested: readonly { readonly block: BackupBlock; readonly checksum?: Verify }[];
}

/** A restore test takes the storages of its own block in turn, and reads no other. */
export function testsOf({ blocks }: System): Tests {
  const used = blocks.filter(({ jobs }) => jobs.length > 0);
  const verifyOf = ({ verifies }: BackupBlock, what: Verify['what']) => verifies.find((each) => each.what === what);
  return {
    tested: used.flatMap((block) => {
      const restore = verifyOf(block, 'restore');
      return restore === undefined ? [] : [{ block, restore }];
    }),
    untested: used.flatMap((block) => (verifyOf(block, 'restore') === undefined ? [{ block, checksum: verifyOf(block, 'checksum') }] : [])),
  };
}
