// What a person sees on the preview's page, and does there. The selectors are those that the page promises.

/** What takes longer hangs: how fast the machine is says nothing about the code. */
export const HANGS_MS = 5 * 60_000;

export const views = (page) => page.locator('[data-role=view]');
export const script = (page) => page.locator('[data-role=script]');
export const rows = (page, kind) => page.locator(`[role=log] [data-kind${kind ? `=${kind}` : ''}]`);
export const counter = async (page, name) => Number(await page.locator(`[data-counter=${name}]`).innerText());
/** What is in the frame of a view. */
export const inside = (page, number = 1) => page.frameLocator(`[data-role=view] >> nth=${number - 1} >> iframe`);

export async function open(page, preview, query = '') {
  await page.goto(preview.url + query);
  await page.locator('main[data-preview]').waitFor();
}

/** Waits until so many views show this state, and no other. */
export async function allAre(page, state, count = 2, timeout = HANGS_MS) {
  await page.waitForFunction(
    ([state, count]) => {
      const states = [...document.querySelectorAll('[data-role=view]')].map(({ dataset }) => dataset.state);
      return states.length === count && states.every((each) => each === state);
    },
    [state, count],
    { timeout },
  );
}

export async function untilRow(page, kind, text, timeout = HANGS_MS) {
  await rows(page, kind).filter({ hasText: text }).first().waitFor({ timeout });
}

export function expect(condition, otherwise) {
  if (!condition) throw new Error(otherwise);
}

/** Writes a file of the front ends again, and waits until the preview has seen it: the next scenario must not. */
export async function putBack(page, file, write) {
  const seen = () => rows(page, 'change').filter({ hasText: file }).count();
  const before = await seen();
  write();
  await until(async () => expect((await seen()) > before), 20_000).catch(() => {}); // where nothing runs it, nothing is said
}

/** Waits until `check` throws no error: for what no element of the page shows. */
export async function until(check, limitMs = HANGS_MS) {
  for (const end = performance.now() + limitMs; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > end) throw error;
    }
  }
}
