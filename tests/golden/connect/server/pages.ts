import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Express, RequestHandler, Response } from 'express';
import { serveAssets } from './assets';
import { pageToken } from './auth';
import type { Config } from './config';
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
    // Scripts and styles are the same for everybody and hold no data: they need no token.
    app.get(`/${name}/assets/:file`, serveAssets(join(folder, 'assets')));
  }
}

/** Puts all.js before the page's own scripts, which need what it brings. */
function withHostScript(html: string, url: string): string {
  return html.replace('<script', () => `<script src="${url}"></script>\n    <script`);
}

/**
 * Lets a page run its own files and all.js, call this server, and be framed by Jira. Nothing else.
 * Styles may come from where all.js comes from, as it loads Atlassian's design tokens from there.
 */
function allowPage(response: Response, { hostScriptUrl, frameAncestors }: Config): void {
  response.set(
    'Content-Security-Policy',
    [
      "default-src 'none'",
      `script-src 'self' ${hostScriptUrl}`,
      `style-src 'self' ${new URL(hostScriptUrl).origin}`,
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      `frame-ancestors ${frameAncestors}`,
    ].join('; '),
  );
}
