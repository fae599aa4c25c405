/** The commands of `workspace/executeCommand`, which is loaded when the first one is asked for: it has all that writes files. */

export const commandNames = [
  'backupplan.generate',
  'backupplan.scenarios',
  'backupplan.explain',
  'backupplan.starter',
  'backupplan.design',
] as const;

/** What takes long enough for a person to wonder, in words for the meantime. */
export const longCommands: Readonly<Record<string, string>> = {
  'backupplan.generate': 'Writing files',
  'backupplan.design': 'Designing a backup',
};
