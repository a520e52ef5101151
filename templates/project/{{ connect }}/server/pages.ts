import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Express } from 'express';
import { authenticate, pageToken } from './auth';
import type { Config } from './config';
import { allowPage } from './headers';
import type { Installations } from './installations';

const FRONT_ENDS = ['background', 'view'] as const;

/**
 * Serves the front ends, each at one address for each location. All locations get the same page.
 *
 * @param buildFolder where `npm run build` put the front ends.
 * @throws when they are not there.
 */
export function addPages(
  app: Express,
  config: Config,
  installations: Installations,
  locations: string[],
  buildFolder: string,
): void {
  const fromJira = authenticate(pageToken(installations));

  for (const name of FRONT_ENDS) {
    const folder = join(buildFolder, name);
    const page = withHostScript(readFileSync(join(folder, 'index.html'), 'utf8'), config.hostScriptUrl);

    for (const location of locations) {
      app.get(`/${name}/${location}`, fromJira, (_request, response) => {
        allowPage(response, config);
        response.type('html').send(page);
      });
    }
    // Scripts and styles are the same for everybody and hold no data: they need no token.
    app.use(
      `/${name}/assets`,
      express.static(join(folder, 'assets'), {
        acceptRanges: false,
        cacheControl: false,
        etag: false,
        index: false,
        lastModified: false,
        redirect: false,
      }),
    );
  }
}

/** Puts all.js before the page's own scripts, which need what it brings. */
function withHostScript(html: string, url: string): string {
  return html.replace('<script', () => `<script src="${url}"></script>\n    <script`);
}
