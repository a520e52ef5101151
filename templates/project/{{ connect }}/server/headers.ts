import type { RequestHandler, Response } from 'express';
import type { Config } from './config';

/** On every answer, whatever it says. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store, no-cache', // Atlassian's scanner wants to see both
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer', // a page's address has its token in it
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
};

export const securityHeaders: RequestHandler = (_request, response, next) => {
  response.set(SECURITY_HEADERS);
  next();
};

/**
 * Lets a page run its own files and all.js, call this server, and be framed by Jira. Nothing else.
 * Styles may come from where all.js comes from, as it loads Atlassian's design tokens from there.
 */
export function allowPage(response: Response, { hostScriptUrl, frameAncestors }: Config): void {
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
