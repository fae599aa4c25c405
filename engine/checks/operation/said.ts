/** How the checks of acceptances and ignore comments name what they speak of. */
import type { Acceptance } from '../../plan/model.ts';
import type { Idle } from '../silence.ts';

/** `` `rpo-unmet` for `orders` ``. */
export function accepted({ check, for: name }: Acceptance): string {
  return name === undefined ? `\`${check}\`` : `\`${check}\` for \`${name}\``;
}

/** Why a code silences nothing, where the code itself is the reason. */
export function unusableCode(code: string, idle: Idle): string | undefined {
  switch (idle.why) {
    case 'unknown':
      return `There is no check \`${code}\`${idle.guess === undefined ? ', so nothing is silenced.' : `; did you mean \`${idle.guess}\`?`}`;
    case 'fixed':
      return `\`${code}\` cannot be silenced: it has to be mended.`;
    case 'off':
      return `\`${code}\` is off in \`backupplan.config.yaml\`, so there is nothing left to silence.`;
    default:
      return undefined;
  }
}
