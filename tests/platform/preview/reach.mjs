// Whom the page is for: people with a small window, with a large zoom, and with a screen reader.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { allAre, expect, open, views } from './page.mjs';

/** The width of a phone; 1280 pixels at a zoom of 400 %, 200 % and 125 %; the last width at which the parts are stacked. */
const WIDTHS = [320, 390, 640, 999, 1000, 1024];
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Nothing scrolls sideways, and everything that a person uses can be seen. */
export async function narrow({ page, preview }) {
  await open(page, preview);
  await allAre(page, 'ready');
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const found = await page.evaluate(() => {
      const used = [...document.querySelectorAll('button, select, textarea, [type=number], iframe.view')];
      const shown = used.filter((element) => element.checkVisibility());
      return {
        widest: document.documentElement.scrollWidth,
        main: document.querySelector('main').clientWidth,
        title: document.querySelector('[data-role=script] h2').clientHeight,
        text: document.querySelector('[data-role=script] p').clientHeight,
        log: document.querySelector('[role=log]').clientHeight,
        outside: shown.map((element) => [element.outerHTML.slice(0, 60), element.getBoundingClientRect()])
          .filter(([, { left, right, width, height }]) => left < 0 || right > innerWidth || width < 1 || height < 1)
          .map(([html]) => html),
      };
    });
    expect(found.widest <= width, `${width}: the page is ${found.widest} wide`);
    expect(found.main >= Math.min(width, 360), `${width}: the middle is ${found.main} wide`);
    expect(found.title <= 25, `${width}: the title of the script is ${found.title} high`);
    expect(found.text <= 60, `${width}: the sentence about the script is ${found.text} high`);
    expect(found.log >= 200, `${width}: the log is ${found.log} high`);
    expect(found.outside.length === 0, `${width}: outside of the page: ${found.outside}`);
  }
  await views(page).first().locator('[data-do=reload]').click();
  await allAre(page, 'ready');
}

/** axe finds nothing in both themes, with and without a failure. */
export async function axe({ page, preview, problems }) {
  for (const query of ['', '?theme=dark', '?resolver=fail', '?resolver=fail&theme=dark']) {
    await open(page, preview, query);
    await allAre(page, query.includes('fail') ? 'error' : 'ready');
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { iframes: false }));
    const named = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`);
    expect(named.length === 0, `${query || 'light'}: ${named.join('; ')}`);
  }
  problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes('could not load its data')));
}
