// node site.mjs < spec.json: opens pages of the documentation's site from a folder, and searches there.
//
// Spec: { site: folder, pages: [path], search: text }. Prints { asked: [address], wide: [page], found: [title] }: requests to
// other servers, pages that scroll sideways on a phone, and what the search finds.
import { json } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

import { HANGS_MS, launchChromium } from './chromium/chromium.mjs';
import { runProgram } from './process.mjs';

const PHONE = { width: 390, height: 800 };

await runProgram(async () => {
  const { site, pages, search } = await json(process.stdin);
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: PHONE });
  page.setDefaultTimeout(HANGS_MS);
  const asked = [];
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) asked.push(request.url());
  });
  const wide = [];
  for (const path of pages) {
    await page.goto(`${pathToFileURL(site)}/${path}`);
    if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) wide.push(path);
  }
  await page.keyboard.press('/');
  await page.getByRole('combobox', { name: 'Search' }).pressSequentially(search);
  await page.getByRole('status').filter({ hasText: 'results' }).waitFor();
  const titles = page.getByRole('option').getByRole('heading');
  await titles.first().waitFor(); // the number of results is there before they are
  const found = await titles.allInnerTexts();
  process.stdout.write(JSON.stringify({ asked, wide, found }));
  await browser.close();
});
