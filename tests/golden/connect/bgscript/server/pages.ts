import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Express, RequestHandler, Response } from 'express';
import { serveAssets } from './assets';
import { pageToken } from './auth';
import type { Config } from './config';
import type { Installations } from './installations';

const FRONT_ENDS = ['background', 'view'] as const;

/**
 * Serves each front end at one address for each location. All locations get the same page.
 *
 * @param buildFolder where the script `build` put the front ends.
 * @throws when they have not been built.
 */
export function addPages(
  app: Express,
  config: Config,
  installations: Installations,
  locations: string[],
  buildFolder: string,
): void {
  const verify = pageToken(installations);
  const fromJira: RequestHandler = async (request, _response, next) => {
    await verify(request);
    next();
  };

  for (const name of FRONT_ENDS) {
    const folder = join(buildFolder, name);
    const page = withHostScript(readFileSync(join(folder, 'index.html'), 'utf8'), config.hostScriptUrl);

    for (const location of locations) {
      app.get(`/${name}/${location}`, fromJira, (_request, response) => {
        allowPage(response, config);
        response.type('html').send(page);
      });
    }
    // Scripts and styles are the same for everybody and contain no data, so they need no token.
    app.get(`/${name}/assets/:file`, serveAssets(join(folder, 'assets')));
  }
}

/** Puts all.js in front of the page's own scripts, which need it. */
function withHostScript(html: string, url: string): string {
  return html.replace('<script', () => `<script src="${url}"></script>\n    <script`);
}

/**
 * Allows a page to run its own files and all.js, to show its own pictures, to call this server, and to be shown in a frame
 * by Jira. Styles may also come from the host of all.js, which loads Atlassian's design tokens from there.
 */
function allowPage(response: Response, { hostScriptUrl, frameAncestors }: Config): void {
  response.set(
    'Content-Security-Policy',
    [
      "default-src 'none'",
      `script-src 'self' ${hostScriptUrl}`,
      `style-src 'self' ${new URL(hostScriptUrl).origin}`,
      "img-src 'self' data:", // Vite puts a small picture into the script
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      `frame-ancestors ${frameAncestors}`,
    ].join('; '),
  );
}
