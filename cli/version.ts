/** The product's version, put in by the build; run from the sources it is `0.0.0-source`. */
declare const BACKUPPLAN_VERSION: string | undefined;

export const version: string = typeof BACKUPPLAN_VERSION === 'string' ? BACKUPPLAN_VERSION : '0.0.0-source';
