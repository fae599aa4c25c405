import type { AssessmentReport } from './assessment-report.ts';

/** How many findings stand beside the figures, and where to read them. */
export function summaryOf({ examination: { findings } }: AssessmentReport): string {
  if (findings.length === 0) return "'backupplan check' has nothing to say.";
  const count = (severity: string, one: string): string => {
    const number = findings.filter((finding) => finding.severity === severity).length;
    return number === 0 ? '' : `${number} ${one}${number === 1 ? '' : 's'}`;
  };
  const advice = findings.filter(({ severity }) => severity === 'info' || severity === 'hint').length;
  const parts = [count('error', 'error'), count('warning', 'warning'), advice === 0 ? '' : `${advice} of advice`];
  return `'backupplan check' says more: ${parts.filter((part) => part !== '').join(', ')}.`;
}
