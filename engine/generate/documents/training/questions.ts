/** All questions of the training, numbered through in the order in which they are told. */
import type { DocumentSource } from '../source.ts';
import { audiences } from './audiences.ts';
import { auditQuestions } from './audit.ts';
import { callQuestions } from './call.ts';
import { commandQuestions } from './command.ts';
import { everybodyQuestions } from './everybody.ts';
import { managementQuestions } from './management.ts';
import type { Question } from './question.ts';

export interface NumberedQuestion extends Question {
  readonly number: number;
}

export function questionsOf(source: DocumentSource): readonly NumberedQuestion[] {
  const all = [
    ...everybodyQuestions(source),
    ...callQuestions(source),
    ...commandQuestions(source),
    ...managementQuestions(source),
    ...auditQuestions(source),
  ];
  const ordered = audiences.flatMap(({ id }) => all.filter(({ audience }) => audience === id));
  return ordered.map((question, index) => ({ ...question, number: index + 1 }));
}
