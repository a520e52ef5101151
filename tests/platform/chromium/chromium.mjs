// Chromium from npm, switched so that it enforces what a user's browser enforces, and reaches loopback only.
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import packed from '@sparticuz/chromium';
import { chromium } from 'playwright-core';

// Not `packed.args`: they switch off web security and site isolation, and then nothing here would mean anything.
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // No names but localhost and *.localhost resolve, and what needs no name (an IP address) meets a proxy that is not there.
  '--host-resolver-rules=MAP localhost 127.0.0.1, MAP *.localhost 127.0.0.1, MAP * ~NOTFOUND',
  '--proxy-server=http://127.0.0.1:9',
];

/** What takes longer hangs. Playwright's own limit of half a minute is too short for a machine that is busy. */
export const HANGS_MS = 5 * 60_000;

/**
 * Starts the one browser of a program. It ends with this process, whichever way that ends.
 *
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launchChromium() {
  return chromium.launch({ executablePath: await unpackChromium(), args: ARGS, timeout: HANGS_MS });
}

/** Takes a picture of a page. Chromium has none to give where its processes had to wait for each other too long. */
export async function takePicture(page, path) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await page.screenshot({ path, animations: 'disabled', timeout: HANGS_MS });
    } catch (error) {
      if (tries === 10 || !error.message.includes('Unable to capture screenshot')) throw error;
      await page.waitForTimeout(500);
    }
  }
}

/**
 * The package unpacks into a shared temporary folder and takes any file it finds there for a whole browser, even one
 * that another process is still writing. So: unpack aside, then move into place.
 */
async function unpackChromium() {
  const home = join(tmpdir(), `bgscript-chromium-${packedVersion()}-${process.getuid?.() ?? 0}`);
  const program = join(home, 'chromium');
  if (existsSync(program)) return program;
  const staging = await mkdtemp(`${home}-`);
  try {
    await unpackInto(staging);
    await rename(staging, home);
  } catch (error) {
    if (!existsSync(program)) throw error; // else another process was first, and its copy is as good
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return program;
}

async function unpackInto(folder) {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    await packed.executablePath();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

function packedVersion() {
  const build = dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium')));
  return JSON.parse(readFileSync(join(build, '..', 'package.json'), 'utf8')).version;
}
