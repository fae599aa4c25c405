/**
 * Training material: who has to know what, questions with the numbers of this plan, a restore to practise, a card to keep at hand, and a
 * record of who was trained. The answers are a document of their own.
 */
import { keepPart } from '../keep.ts';
import { header } from './header.ts';
import { plain } from './markdown/escape.ts';
import { table } from './markdown/table.ts';
import type { DocumentSource } from './source.ts';
import { audiences, readersTable } from './training/audiences.ts';
import { quickCard } from './training/card.ts';
import { lab } from './training/lab.ts';
import { questionsOf } from './training/questions.ts';
import { span } from './words.ts';

export function training(source: DocumentSource): string {
  const { plan } = source;
  const questions = questionsOf(source);
  const again =
    plan.reviewEvery === undefined ? 'after each review of the plan' : `every ${span(plan.reviewEvery.value)}, with the review of the plan`;
  const parts: readonly string[] = [
    `# Training: ${plain(plan.title)}`,
    header(source),
    '## 1 Who has to know what',
    readersTable(source),
    '## 2 Questions',
    'All of them are answered by this plan and its runbooks: look there, not in your memory. The answers, each with the sum behind it, are a document of their own, for whoever asks.',
    ...audiences.flatMap(({ id, heading }) => {
      const mine = questions.filter(({ audience }) => audience === id);
      return mine.length === 0 ? [] : [`### ${heading}`, mine.map(({ number, ask }) => `- **Question ${number}.** ${ask}`).join('\n')];
    }),
    '## 3 A restore to practise',
    lab(source),
    '## 4 Card',
    quickCard(source),
    '## 5 Record',
    `Repeated ${again}, and whenever somebody takes over a role.`,
    table(['Date', 'Name', 'Role', 'Questions answered', 'Restore practised', 'Trained by'], [['', '', '', '', '', '']]),
    keepPart('record'),
  ];
  return `${parts.join('\n\n')}\n`;
}
