/** Reads SVG as strictly as a browser reads an XML file. */
import { createRequire } from 'node:module';
import { isStrong, textWidth } from '../../../engine/generate/pictures/svg/text.ts';

export interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (Node | string)[];
}

interface Reader {
  onerror: (error: Error) => void;
  ontext: (text: string) => void;
  onopentag: (tag: { readonly name: string; readonly attributes: Readonly<Record<string, string>> }) => void;
  onclosetag: () => void;
  write(text: string): Reader;
  close(): Reader;
}

const sax = createRequire(import.meta.url)('sax') as { parser(strict: boolean): Reader };

/** The root element. Throws where the text is not well-formed. */
export function parseXml(text: string): Node {
  const reader = sax.parser(true);
  const open: Node[] = [{ name: '', attributes: {}, children: [] }];
  reader.onerror = (error) => {
    throw error;
  };
  reader.ontext = (part) => open.at(-1)?.children.push(part);
  reader.onopentag = ({ name, attributes }) => {
    const node: Node = { name, attributes, children: [] };
    open.at(-1)?.children.push(node);
    open.push(node);
  };
  reader.onclosetag = () => open.pop();
  reader.write(text).close();
  const root = open[0]?.children.find((child) => typeof child !== 'string');
  if (root === undefined) throw new Error('there is no element');
  return root;
}

export function* nodesOf(node: Node): Iterable<Node> {
  yield node;
  for (const child of node.children) if (typeof child !== 'string') yield* nodesOf(child);
}

/** What stands in an element itself, without its children. */
export function textOf(node: Node): string {
  return node.children.filter((child) => typeof child === 'string').join('');
}

/** A piece of text as it will lie in the picture. */
export interface Box {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The text that is drawn, with the room that it takes at most; moved by the `translate` of what is around it. */
export function labelsOf(node: Node, dx = 0, dy = 0): Box[] {
  const [, x = '0', y = '0'] = /^translate\(([-\d.]+) ([-\d.]+)\)$/u.exec(node.attributes.transform ?? '') ?? [];
  const [left, top] = [dx + Number(x), dy + Number(y)];
  if (node.name !== 'text')
    return node.children.flatMap((child) => (typeof child === 'string' || child.name === 'defs' ? [] : labelsOf(child, left, top)));
  const size = node.attributes.class?.includes('small') ? 'small' : node.attributes.class?.includes('title') ? 'title' : 'text';
  const text = textOf(node);
  const width = textWidth(text, size, isStrong(node.attributes.class));
  const start = left + Number(node.attributes.x) - width * ({ middle: 0.5, end: 1 }[node.attributes['text-anchor'] ?? ''] ?? 0);
  const line = top + Number(node.attributes.y);
  const tall = { small: 11, text: 13, title: 17 }[size];
  return [{ text, left: start, right: start + width, top: line - tall * 0.75, bottom: line + tall * 0.22 }];
}
