/** The fragment under which GitHub and VS Code find a heading, without the suffix of a repeated one: headings here are unique. */
export function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[`*\\]/gu, '')
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replace(/ /gu, '-');
}

/** A link to a heading of the same document. `text` is Markdown. */
export function linkTo(heading: string, text = heading): string {
  return `[${text}](#${anchor(heading)})`;
}
