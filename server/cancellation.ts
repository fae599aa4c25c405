/** `$/cancelRequest`: a request that is taken back while it waits for others is refused at once, and never worked out. */
import { type ConnectionStrategy, LSPErrorCodes, Message } from 'vscode-languageserver';

export const cancellation: ConnectionStrategy = {
  cancelUndispatched: (message) =>
    Message.isRequest(message)
      ? {
          jsonrpc: message.jsonrpc,
          id: message.id,
          error: { code: LSPErrorCodes.RequestCancelled, message: 'taken back before it was worked out' },
        }
      : undefined,
};
