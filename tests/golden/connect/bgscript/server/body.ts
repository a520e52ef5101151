import express, { type RequestHandler } from 'express';

/**
 * Reads a body as JSON, whatever its content type. Use it after authentication, so that only known callers' bodies are
 * parsed.
 *
 * @param limit such as `64kb`. A longer body is a bad request, and is not read.
 */
export function jsonBody(limit: string): RequestHandler {
  return express.json({ limit, strict: false, inflate: false, type: () => true });
}
