import { header } from './header.ts';
import { plain } from './markdown/escape.ts';
import type { DocumentSource } from './source.ts';
import { audiences } from './training/audiences.ts';
import { questionsOf } from './training/questions.ts';

/** The answers to the questions of the training, for whoever asks them. */
export function trainingAnswers(source: DocumentSource): string {
  const questions = questionsOf(source);
  const parts: readonly string[] = [
    `# Answers to the training: ${plain(source.plan.title)}`,
    header(source),
    'For whoever asks the questions of [the training](training.md); it is not handed out before.',
    ...audiences.flatMap(({ id, heading }) => {
      const mine = questions.filter(({ audience }) => audience === id);
      if (mine.length === 0) return [];
      return [
        `## ${heading}`,
        ...mine.flatMap(({ number, ask, answer, basis, see }) => [
          `### Question ${number}`,
          `${ask}`,
          `**Answer:** ${answer}`,
          ...(basis === undefined ? [] : [basis]),
          `See ${see}.`,
        ]),
      ];
    }),
  ];
  return `${parts.join('\n\n')}\n`;
}
