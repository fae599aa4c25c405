/** Questions to a person at a terminal. */
import { createInterface } from 'node:readline';
import { UsageError } from './io.ts';

export interface Prompt {
  /** The line that is typed; undefined once there is no more input. Rejects with UsageError when the person stops it. */
  ask(question: string): Promise<string | undefined>;
  close(): void;
}

/** What is typed or pasted before it is asked for is kept for its question. */
export function terminalPrompt(): Prompt {
  const terminal = createInterface({ input: process.stdin, output: process.stdout, historySize: 0 });
  const typed: string[] = [];
  let end: 'open' | 'ended' | 'stopped' = 'open';
  let wake = (): void => undefined;
  terminal.on('line', (line) => {
    typed.push(line);
    wake();
  });
  terminal.on('SIGINT', () => {
    end = 'stopped';
    terminal.close();
  });
  terminal.on('close', () => {
    if (end === 'open') end = 'ended';
    wake();
  });
  return {
    async ask(question) {
      if (typed.length > 0) process.stdout.write(`${question}${typed[0]}\n`);
      else if (end === 'open') {
        terminal.setPrompt(question);
        terminal.prompt();
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        if (typed.length === 0) process.stdout.write('\n');
      }
      if (end === 'stopped') throw new UsageError('stopped; nothing was written');
      return typed.shift();
    },
    close: () => terminal.close(),
  };
}
