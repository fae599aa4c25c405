/** Shell text as words and operators. */

export type Part =
  | { readonly text: string; readonly quoted?: boolean }
  | { readonly variable: string; readonly fallback?: string; readonly quoted: boolean }
  /** What only a shell can know, as it stands there. */
  | { readonly unknown: string };

export type Token =
  | { readonly line: number; readonly parts: readonly Part[] }
  /** `;` for all that ends a command, `;;` for what ends a branch of `case`, `|`, `(`, `)`, `>` for output to a file, `<` for what a command reads. */
  | { readonly line: number; readonly operator: string };

/** All tokens of a text. What is not closed ends with it. */
export function tokens(text: string): readonly Token[] {
  const scanner = new Scanner(text);
  return scanner.all();
}

const SPECIAL = new Set([' ', '\t', '\r', '\n', ';', '&', '|', '<', '>', '(', ')']);

class Scanner {
  readonly #text: string;
  readonly #tokens: Token[] = [];
  /** Ends of here-documents that begin on the next line. */
  readonly #documents: string[] = [];
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  all(): readonly Token[] {
    while (this.#at < this.#text.length) this.#next();
    return this.#tokens;
  }

  #next(): void {
    const char = this.#text[this.#at] ?? '';
    if (char === '\n') this.#newline();
    else if (char === ' ' || char === '\t' || char === '\r') this.#at++;
    else if (char === '\\' && this.#text[this.#at + 1] === '\n') this.#skip(2);
    else if (char === '#') this.#skip(this.#lineEnd() - this.#at);
    else if (/[;&|()<>]/u.test(char) || /^\d[<>]/u.test(this.#text.slice(this.#at, this.#at + 2))) this.#operator();
    else this.#word();
  }

  #newline(): void {
    this.#put(';');
    this.#skip(1);
    for (const end of this.#documents.splice(0)) {
      while (this.#at < this.#text.length) {
        const line = this.#text.slice(this.#at, this.#lineEnd());
        this.#skip(line.length + 1);
        if (line.trim() === end) break;
      }
    }
  }

  #operator(): void {
    const [whole = ''] = /^(?:<<-?|<\(|<<<|\d?>\|?&\d|\d?>&-|&>>?|\d?>>?&?|\d?<|&&|\|\||\|&|;;|[;&|()])/u.exec(
      this.#text.slice(this.#at, this.#at + 4),
    ) ?? [''];
    this.#skip(Math.max(1, whole.length));
    if (/^\d?>\|?&(?:\d|-)$/u.test(whole)) return;
    // Errors are no backup.
    if (/^[2-9]>/u.test(whole)) this.#put('<');
    else if (whole.includes('>')) this.#put('>');
    else if (whole === '<<' || whole === '<<-') this.#hereDocument();
    else if (whole.includes('<')) this.#put('<');
    else this.#put(whole === '|&' ? '|' : ['|', '(', ')', ';;'].includes(whole) ? whole : ';');
  }

  #hereDocument(): void {
    const [whole = '', end = ''] = /^\s*["']?(\w+)["']?/u.exec(this.#text.slice(this.#at, this.#at + 200)) ?? [];
    this.#skip(whole.length);
    if (end !== '') this.#documents.push(end);
  }

  #word(): void {
    const line = this.#line;
    const parts: Part[] = [];
    while (this.#at < this.#text.length && !SPECIAL.has(this.#text[this.#at] ?? '')) this.#part(parts, false);
    const last = parts.at(-1);
    // `NAMES=(a b)`: what `NAMES="a b"` would be.
    if (last !== undefined && 'text' in last && /^\w+\+?=$/u.test(last.text) && this.#text[this.#at] === '(') this.#list(parts);
    this.#tokens.push({ line, parts });
  }

  #list(parts: Part[]): void {
    this.#skip(1);
    while (this.#at < this.#text.length && this.#text[this.#at] !== ')') {
      const char = this.#text[this.#at] ?? '';
      if (char === '#' && /\s/u.test(this.#text[this.#at - 1] ?? '')) this.#skip(this.#lineEnd() - this.#at);
      else if (SPECIAL.has(char)) {
        parts.push({ text: ' ' });
        this.#skip(1);
      } else this.#part(parts, false);
    }
    this.#skip(1);
  }

  #part(parts: Part[], quoted: boolean): void {
    const char = this.#text[this.#at] ?? '';
    if (char === '\\') {
      const next = this.#text[this.#at + 1] ?? '';
      this.#skip(2);
      if (next !== '\n') add(parts, quoted && !'$`"\\'.includes(next) ? `\\${next}` : next, true);
    } else if (char === "'" && !quoted) {
      const end = this.#find("'", this.#at + 1);
      add(parts, this.#text.slice(this.#at + 1, end), true);
      this.#skip(end + 1 - this.#at);
    } else if (char === '"' && !quoted) this.#quoted(parts);
    else if (char === '`') {
      const end = this.#find('`', this.#at + 1);
      parts.push({ unknown: this.#text.slice(this.#at + 1, end) });
      this.#skip(end + 1 - this.#at);
    } else if (char === '$') this.#dollar(parts, quoted);
    else {
      add(parts, char, quoted);
      this.#skip(1);
    }
  }

  #quoted(parts: Part[]): void {
    this.#skip(1);
    if (this.#text[this.#at] === '"') add(parts, '', true);
    while (this.#at < this.#text.length && this.#text[this.#at] !== '"') this.#part(parts, true);
    this.#skip(1);
  }

  #dollar(parts: Part[], quoted: boolean): void {
    const rest = this.#text.slice(this.#at, this.#at + 300);
    const simple = /^\$(?:([A-Za-z_]\w*|\d)|\{([A-Za-z_]\w*|\d)(\[[@*]\])?(?::?[-=]([^{}$`"']*))?\})/u.exec(rest);
    if (simple !== null) {
      const [whole, bare, braced, list, fallback] = simple;
      parts.push({ variable: bare ?? braced ?? '', fallback, quoted: quoted && list === undefined });
      this.#skip(whole.length);
    } else if (rest.startsWith('$(') || rest.startsWith('${')) {
      const end = this.#closing(this.#at + 1);
      parts.push({ unknown: this.#text.slice(this.#at + 2, end).trim() });
      this.#skip(end + 1 - this.#at);
    } else {
      const special = /^\$[@*#?$!-]/u.test(rest);
      if (special) parts.push({ unknown: rest.slice(0, 2) });
      else add(parts, '$', quoted);
      this.#skip(special ? 2 : 1);
    }
  }

  /** The bracket that closes the one at an offset. */
  #closing(open: number): number {
    let depth = 0;
    for (let index = open; index < this.#text.length; index++) {
      const char = this.#text[index] ?? '';
      if (char === '(' || char === '{') depth++;
      else if ((char === ')' || char === '}') && --depth === 0) return index;
    }
    return this.#text.length;
  }

  #find(char: string, from: number): number {
    const found = this.#text.indexOf(char, from);
    return found === -1 ? this.#text.length : found;
  }

  #lineEnd(): number {
    return this.#find('\n', this.#at);
  }

  #put(operator: string): void {
    this.#tokens.push({ line: this.#line, operator });
  }

  #skip(count: number): void {
    const end = Math.min(this.#text.length, this.#at + count);
    for (let index = this.#at; index < end; index++) if (this.#text[index] === '\n') this.#line++;
    this.#at = end;
  }
}

function add(parts: Part[], text: string, quoted: boolean): void {
  const last = parts.at(-1);
  if (last !== undefined && 'text' in last && (last.quoted ?? false) === quoted)
    parts[parts.length - 1] = { text: last.text + text, quoted };
  else parts.push({ text, quoted });
}
