/**
 * The testing schedule: what each level of test shows and which the plan has, what its own tests cover, and a calendar of a year that
 * brings every copy of every system at its oldest and newest, every disaster and every key to the test.
 */
import { keepPart } from '../keep.ts';
import { planSlug } from '../scripts/names.ts';
import { header } from './header.ts';
import { code, fence, plain } from './markdown/escape.ts';
import { exercises } from './plan/exercises.ts';
import { shellWord } from './shell.ts';
import type { DocumentSource } from './source.ts';
import { measured } from './tested.ts';
import { acceptance } from './testing/acceptance.ts';
import { calendarOf, yearOf } from './testing/calendar.ts';
import { calendarTable, resultTable } from './testing/calendar-table.ts';
import { commands } from './testing/commands.ts';
import { coverage } from './testing/coverage.ts';
import { failures } from './testing/failures.ts';
import { levels } from './testing/levels.ts';

export function testingSchedule(source: DocumentSource): string {
  const year = yearOf(source.plan);
  const calendar = calendarOf(source);
  const parts: readonly string[] = [
    `# Testing schedule: ${plain(source.plan.title)}`,
    header(source),
    '## 1 Levels',
    levels(source),
    '## 2 What the plan tests by itself',
    exercises(source),
    '## 3 Coverage',
    coverage(source, calendar),
    `## 4 Calendar of ${year}`,
    `Proposed, beside what the plan runs by itself: [testing-schedule.ics](testing-schedule.ics) puts it into a calendar. Each storage gives back its oldest point once and its newest once where nothing else tests it, those away from the system first; how often a system is tested follows its ${code('criticality')}.`,
    calendarTable(source, calendar),
    '## 5 How a restore is tested',
    commands(source),
    '## 6 When a test has passed',
    acceptance(source),
    '## 7 When a test fails',
    failures(source),
    '## 8 Restores on record',
    measured(source) ?? noneOnRecord(source),
    `## 9 Results of ${year}`,
    'A test without a line here has not taken place.',
    resultTable(calendar),
    keepPart('results'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function noneOnRecord({ plan, planFile }: DocumentSource): string {
  const file = planFile.replace(/\.backupplan$/u, '.journal.jsonl');
  return [
    `None. The scripts write what they do into a journal on each machine that runs them; what is gathered in ${code(file)} beside the plan stands here, and in the head of every document, when it is generated again:`,
    fence('bash', `sudo sh -c 'cat /var/lib/backupplan/${planSlug(plan)}/*/journal.jsonl' >> ${shellWord(file)}`),
  ].join('\n\n');
}
