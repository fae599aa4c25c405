/** Loss and recovery of each affected system, each with the sum behind it. */
import type { Loss, Recovery, RecoveryStep } from '../../../assess/assessment.ts';
import { derivationList } from '../derivation.ts';
import { plain } from '../markdown/escape.ts';
import type { Source } from '../source.ts';
import { lossWord, recoveryWord, targetWord } from '../targets.ts';
import { measuredLine } from '../tested.ts';
import { duration, instant, list, localInstant } from '../words.ts';
import type { Turn } from './turns.ts';

export function figures(source: Source, turns: readonly Turn[]): string {
  return turns
    .map(({ system, result }) =>
      [
        `### Figures of ${system.name}`,
        lossText(source, result.loss),
        recoveryText(source, result.recovery),
        measuredLine(source, system) ?? '',
      ]
        .filter((part) => part !== '')
        .join('\n\n'),
    )
    .join('\n\n');
}

function lossText(source: Source, loss: Loss): string {
  const lead = `**Loss:** ${lossWord(loss)}${goal(loss)}.${witness(source, loss)}`;
  return loss.derivation.parts === undefined || loss.derivation.parts.length === 0
    ? lead
    : `${lead}\n\n${derivationList(source, loss.derivation)}`;
}

function witness({ plan }: Source, loss: Loss): string {
  if (loss.witness === undefined || loss.seconds === 0) return '';
  const { incidentAt, restorePoint, storage } = loss.witness;
  const zone = plan.timezone.value;
  const point = `${instant(restorePoint)} (${localInstant(restorePoint, zone)})`;
  return ` The worst moment: just before ${instant(incidentAt)} (${localInstant(incidentAt, zone)}) the newest state left is that of ${point}${storage === undefined ? '' : `, on ${plain(storage)}`}.`;
}

function recoveryText(source: Source, recovery: Recovery): string {
  const sum = recovery.steps.filter(({ seconds }) => seconds > 0).map(stepWord);
  const total = recovery.status === 'known' && sum.length > 0 ? ` = ${sum.join(' + ')}` : '';
  const path = recovery.criticalPath.length > 1 ? ` It waits along ${recovery.criticalPath.map(plain).join(' → ')}.` : '';
  const lead = `**Recovery:** ${recoveryWord(recovery)}${total}${goal(recovery)}.${path}`;
  return recovery.derivation.parts === undefined || recovery.derivation.parts.length === 0
    ? lead
    : `${lead}\n\n${derivationList(source, recovery.derivation)}`;
}

function goal(result: Loss | Recovery): string {
  return result.target === undefined ? '; the plan sets no target' : `; target ${targetWord(result)}`;
}

const WORDS: Record<RecoveryStep['step'], string> = {
  declare: 'until it is declared',
  provision: 'until machines are there',
  wait: 'waiting',
  retrieve: 'until the storage gives the first byte',
  transfer: 'reading it back',
  replay: 'replaying the log',
  step: 'a step of the plan',
  redeploy: 'redeploying',
  failover: 'failing over',
};

export function stepWord(step: RecoveryStep): string {
  const detail = step.step === 'wait' && step.for !== undefined ? `waiting for ${list([plain(step.for)])}` : WORDS[step.step];
  return `${duration(step.seconds)} ${detail}`;
}
