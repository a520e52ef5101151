// node preview.mjs < spec.json: uses `npm run preview` of generated projects as a person does, in a real browser.
//
// Spec: { projects: [{ name, dir }], scenarios: [...], out: folder for pictures }.
// One JSON line on stdout for each project and scenario: { project, scenario, failures, figures }.
import { HANGS_MS, launchChromium } from './chromium/chromium.mjs';
import { freePort } from './ports.mjs';
import { scenarios as SCENARIOS } from './preview/scenarios.mjs';
import { startPreview } from './preview/start.mjs';
import { readSpec, runProgram } from './process.mjs';

const VIEWPORT = { width: 1280, height: 800 };

await runProgram(async () => {
  const { projects, scenarios, out } = await readSpec();
  const unknown = scenarios.filter((name) => !SCENARIOS[name]);
  if (unknown.length > 0) throw new Error(`unknown scenario ${unknown.join(', ')}`);
  const browser = await launchChromium();
  const port = String(await freePort()); // those after it, which a second preview takes, are this program's as well
  for (const project of projects) {
    const preview = await startPreview(project.dir, '--port', port);
    for (const scenario of scenarios) {
      const result = await runOnce(browser, { project, preview, out }, SCENARIOS[scenario]);
      process.stdout.write(`${JSON.stringify({ project: project.name, scenario, ...result })}\n`);
    }
    await preview.stop();
  }
  await browser.close();
});

/** A context of its own for every scenario: nothing can leak from one into the next. */
async function runOnce(browser, { project, preview, out }, scenario) {
  const context = await browser.newContext({ viewport: VIEWPORT });
  context.setDefaultTimeout(HANGS_MS);
  const problems = [];
  const figures = {};
  try {
    const page = await context.newPage();
    page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
    page.on('console', (message) => message.type() === 'error' && problems.push(`console: ${message.text()}`));
    page.on('load', () => (figures.loads = (figures.loads ?? 0) + 1));
    await scenario({ page, browser, project, preview, out, problems, figures });
    return { failures: problems, figures };
  } catch (error) {
    const rows = await context
      .pages()[0]
      .locator('[role=log] > *')
      .allInnerTexts()
      .catch(() => []);
    return { failures: [error.message.slice(0, 600), ...problems, ...rows], figures };
  } finally {
    await context.close();
  }
}
