/** What the build has put in. Run from the sources, the version is `0.0.0-source`. */
declare const BACKUPPLAN_VERSION: string | undefined;
declare const BACKUPPLAN_COMMIT: string | undefined;

/** False where the sources run as they are. */
export const built: boolean = typeof BACKUPPLAN_VERSION === 'string';

export const version: string = typeof BACKUPPLAN_VERSION === 'string' ? BACKUPPLAN_VERSION : '0.0.0-source';

/** The commit that was built, with `-dirty` where its files had been changed; undefined outside of a repository. */
export const commit: string | undefined = typeof BACKUPPLAN_COMMIT === 'string' ? BACKUPPLAN_COMMIT : undefined;
