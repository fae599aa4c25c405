/** Work that takes long, shown by clients that can show it. Nothing waits for the client. */
import type { Connection, WorkDoneProgressReporter } from 'vscode-languageserver';

export class Progress {
  #last: Promise<WorkDoneProgressReporter | undefined>;

  constructor(connection: Connection, title: string) {
    this.#last = connection.window.createWorkDoneProgress().then(
      (shown) => {
        shown.begin(title, 0);
        return shown;
      },
      (error) => {
        connection.console.warn(`progress is not shown: ${String(error)}`);
        return undefined;
      },
    );
  }

  report(done: number, all: number): void {
    this.#then((shown) => shown.report(Math.floor((100 * done) / all), `${done} of ${all}`));
  }

  end(): void {
    this.#then((shown) => shown.done());
  }

  #then(tell: (shown: WorkDoneProgressReporter) => void): void {
    this.#last = this.#last.then((shown) => {
      if (shown !== undefined) tell(shown);
      return shown;
    });
  }
}
