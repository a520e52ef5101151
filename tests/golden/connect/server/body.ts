import express, { type RequestHandler } from 'express';

/**
 * Reads a body as JSON, whatever type it says it has. Comes after authentication: a stranger's body is never parsed.
 *
 * @param limit such as `64kb`. More than that is a bad request, and is not read.
 */
export function jsonBody(limit: string): RequestHandler {
  return express.json({ limit, strict: false, inflate: false, type: () => true });
}
