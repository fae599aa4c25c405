// The least that a server with Chevrotain does: it reads the text anew at each change, looks names up, and offers and shows them. What it
// takes is a lower bound for servers that read the whole text.
import { createToken, EmbeddedActionsParser, Lexer } from 'chevrotain';
import { createConnection, ProposedFeatures, TextDocumentSyncKind, TextDocuments } from 'vscode-languageserver/node.js';
import { TextDocument } from 'vscode-languageserver-textdocument';

const token = (name, pattern, more) => createToken({ name, pattern, ...more });
const Word = token('Word', /[A-Za-z][\w-]*/);
const Newline = token('Newline', /\n/, { line_breaks: true });
const [Open, Close, Colon] = [token('Open', '{'), token('Close', '}'), token('Colon', ':')];
const Other = token('Other', /"[^"\n]*"|[\d,/][\w:]*/);
const Space = token('Space', /[ \t]+|#[^\n]*/, { group: Lexer.SKIPPED });
const types = [Space, Newline, Word, Open, Close, Colon, Other];
const lexer = new Lexer(types, { positionTracking: 'onlyOffset', skipValidations: true });

const DECLARES = new Set(['site', 'storage', 'system', 'scenario']);
const REFERS = new Set(['at', 'to', 'from', 'on', 'lose']);
const isName = ({ image }) => /-\d/.test(image);

class PlanParser extends EmbeddedActionsParser {
  declared = new Map();
  used = [];

  constructor() {
    super(types, { skipValidations: true, recoveryEnabled: true });
    this.performSelfAnalysis();
  }

  file = this.RULE('file', () =>
    this.MANY(() => this.OR([{ ALT: () => this.CONSUME(Newline) }, { ALT: () => this.SUBRULE(this.statement) }])),
  );

  statement = this.RULE('statement', () => {
    let before;
    this.AT_LEAST_ONE(() =>
      this.OR([
        {
          ALT: () => {
            const word = this.CONSUME(Word);
            this.ACTION(() => this.name(before, word));
            before = word;
          },
        },
        { ALT: () => this.CONSUME(Other) },
        { ALT: () => this.CONSUME(Colon) },
      ]),
    );
    this.OPTION(() => this.SUBRULE(this.block));
  });

  block = this.RULE('block', () => {
    this.CONSUME(Open);
    this.MANY(() => this.OR([{ ALT: () => this.CONSUME(Newline) }, { ALT: () => this.SUBRULE(this.statement) }]));
    this.CONSUME(Close);
  });

  name(before, word) {
    if (before === undefined || !isName(word)) return;
    if (DECLARES.has(before.image)) this.declared.set(word.image, word);
    else if (REFERS.has(before.image)) this.used.push(word);
  }
}

const parser = new PlanParser();
let names = [];

function problemsOf(document) {
  parser.input = lexer.tokenize(document.getText()).tokens;
  parser.declared = new Map();
  parser.used = [];
  parser.file();
  names = [...parser.declared.keys()];
  const unknown = parser.used.filter(({ image }) => !parser.declared.has(image));
  return [
    ...parser.errors.map(({ message, token }) => ({ message, token })),
    ...unknown.map((used) => ({ message: `${used.image} is not declared.`, token: used })),
  ].map(({ message, token: { startOffset, image } }) => ({
    severity: 1,
    message,
    range: { start: document.positionAt(startOffset), end: document.positionAt(startOffset + image.length) },
  }));
}

const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout);
const documents = new TextDocuments(TextDocument);
connection.onInitialize(() => ({
  capabilities: { textDocumentSync: TextDocumentSyncKind.Incremental, completionProvider: {}, hoverProvider: true },
}));
documents.onDidChangeContent(({ document }) => {
  void connection.sendDiagnostics({ uri: document.uri, diagnostics: problemsOf(document) });
});
connection.onCompletion(() => names.map((label) => ({ label })));
connection.onHover(({ textDocument, position }) => {
  const line =
    documents.get(textDocument.uri)?.getText({ start: { ...position, character: 0 }, end: { ...position, character: 200 } }) ?? '';
  return { contents: line };
});
documents.listen(connection);
connection.listen();
