/** `initialize`, `shutdown` and what comes out of turn: a request too early or too late is refused, a notification is left out. */
import { ErrorCodes, Message, type MessageStrategy, ResponseError } from 'vscode-languageserver';

/** What a request out of turn is answered by: the reader of messages can hand them on, not answer them. */
export const REFUSED = 'backupplan/refused';

export function lifecycle(): MessageStrategy {
  let state: 'new' | 'running' | 'ended' = 'new';
  return {
    handleMessage(message, next) {
      if (Message.isNotification(message) && message.method !== 'exit' && state !== 'running') return undefined;
      if (!Message.isRequest(message)) return next(message);
      const { method } = message;
      if (state === 'running' ? method === 'initialize' : state === 'ended' || method !== 'initialize')
        return next({ ...message, method: REFUSED, params: [state, method] } as Message);
      if (method === 'initialize') state = 'running';
      if (method === 'shutdown') state = 'ended';
      return next(message);
    },
  };
}

/** Throws what a client is told. */
export function refuse(state: unknown, method: unknown): never {
  if (state === 'new') throw new ResponseError(ErrorCodes.ServerNotInitialized, `${method} came before initialize`);
  throw new ResponseError(ErrorCodes.InvalidRequest, state === 'ended' ? `${method} came after shutdown` : `${method} came a second time`);
}
