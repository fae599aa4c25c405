/** Messages of findings in lines: where F8 shows one, the editor does not break it, and what lies behind the window's edge is not read. */

/** Signs; about as many as fit beside the side bar of a small screen. */
const WIDTH = 80;

export function wrapped(message: string): string {
  return message.replaceAll(new RegExp(`(.{1,${WIDTH}})(?: |$)`, 'g'), '$1\n').trimEnd();
}

/** As the server said it. */
export function oneLine(message: string): string {
  return message.replaceAll('\n', ' ');
}
