// Lets a suite run in a window of VS Code, and gives the verdict of its own report.
import { readReport } from './suite.mjs';
import { openBrowser } from './workbench.mjs';

const LIMIT = 600_000; // ms for one run of a suite

/**
 * True if the report says that tests ran and none failed.
 * @param {{ workbench: object, url: string, report: string, context?: object, prepare?: (page: object) => Promise<void> }} run
 *   `report`: the file that the suite writes; `context`: options of the browser; `prepare`: what is done before the page is opened
 */
export async function judge({ workbench, url, report, context, prepare = async () => {} }) {
  const trace = [];
  const { browser, page } = await openBrowser(context);
  try {
    let end;
    const ended = new Promise((resolve) => {
      end = resolve;
    });
    const timer = setTimeout(() => end(`no end after ${LIMIT / 1000} s`), LIMIT);
    page.on('console', (message) => trace.push(`[page] ${message.text()}`));
    page.on('pageerror', (error) => trace.push(`[page] ${error}`));
    page.on('crash', () => end('the page crashed'));
    // VS Code calls this in a window that tests an extension, at the end of the suite.
    await page.exposeFunction('codeAutomationExit', (code) => end(`VS Code ended with ${code}`));
    await prepare(page);
    await page.goto(url);
    const how = await ended;
    clearTimeout(timer);
    // Only the report counts: VS Code says 0 as well when its extension host dies in the middle of a run.
    const verdict = readReport(report);
    console.log(verdict.text);
    if (verdict.green) return true;
    console.error(`${verdict.why} (${how})`);
    if (verdict.text === '') console.error(`${trace.slice(-40).join('\n')}\n${workbench.output()}`);
    return false;
  } finally {
    await browser.close();
  }
}
