/**
 * The three kinds of token that Atlassian sends, each good for one kind of request and for no other:
 *
 * - page: in the address of an iframe, signed with the site's secret, bound to that very address;
 * - context: what AP.context.getToken gives a page, signed with the site's secret, for calls of the API;
 * - lifecycle: with installs and uninstalls, signed with a key of Atlassian's, bound to this app and that address.
 *
 * Each must say when it expires. Whatever is wrong with one, the answer is the same 401.
 */
import { createQueryStringHash } from 'atlassian-jwt';
import type { Request, RequestHandler, Response } from 'express';
import { decodeJwt, decodeProtectedHeader, jwtVerify, type JWTPayload } from 'jose';
import { Refusal } from './errors';
import type { Installations } from './installations';
import type { InstallKeys } from './installKeys';

/** Who sent a request, proven by its token. */
export interface Caller {
  /** The site. */
  clientKey: string;
  /** The user on that site. Absent for an anonymous visitor, and for the site itself. */
  accountId: string | undefined;
}

export type Authenticated = Response<unknown, { caller: Caller }>;

type Verify = (request: Request) => Promise<JWTPayload>;

/** Lets a request pass if `verify` takes its token. Handlers then find the caller in `response.locals`. */
export function authenticate(verify: Verify): RequestHandler {
  return async (request, response, next) => {
    const { iss, sub } = await verify(request);
    if (!iss) throw new Refusal(401);
    const caller: Caller = { clientKey: iss, accountId: sub };
    Object.assign(response.locals, { caller });
    next();
  };
}

export function pageToken(installations: Installations): Verify {
  return async (request) => {
    const claims = await verifyShared(request.query.jwt, installations);
    return requireHash(claims, hashOf(request));
  };
}

export function contextToken(installations: Installations): Verify {
  return async (request) => {
    const claims = await verifyShared(tokenInHeader(request), installations);
    return requireHash(claims, 'context-qsh');
  };
}

export function lifecycleToken(installKeys: InstallKeys, baseUrl: string): Verify {
  return async (request) => {
    const claims = await verifySigned(tokenInHeader(request), installKeys, baseUrl);
    return requireHash(claims, hashOf(request));
  };
}

/** The claims of a token that is signed with the secret of the site that it says it comes from. */
async function verifyShared(token: unknown, installations: Installations): Promise<JWTPayload> {
  const { iss } = await or401(() => decodeJwt(text(token)));
  const site = await installations.find(await or401(() => text(iss)));
  if (!site) throw new Refusal(401);
  const secret = Buffer.from(site.sharedSecret);
  const { payload } = await or401(() =>
    jwtVerify(text(token), secret, { algorithms: ['HS256'], requiredClaims: ['exp'] }),
  );
  return payload;
}

/** The claims of a token that is signed with one of Atlassian's keys, for this app. */
async function verifySigned(token: unknown, installKeys: InstallKeys, baseUrl: string): Promise<JWTPayload> {
  const { kid } = await or401(() => decodeProtectedHeader(text(token)));
  const key = await installKeys(await or401(() => text(kid)));
  const { payload } = await or401(() =>
    jwtVerify(text(token), key, { algorithms: ['RS256'], audience: baseUrl, requiredClaims: ['exp'] }),
  );
  return payload;
}

function requireHash(claims: JWTPayload, hash: string): JWTPayload {
  if (claims.qsh !== hash) throw new Refusal(401);
  return claims;
}

/** What binds a token to one method and one address, all parameters but the token itself included. */
function hashOf({ method, path, query }: Request): string {
  return createQueryStringHash({ method, pathname: path, query }, false);
}

function tokenInHeader(request: Request): string | undefined {
  return /^JWT (\S+)$/.exec(request.get('authorization') ?? '')?.[1];
}

function text(value: unknown): string {
  // PostgreSQL cannot hold a null byte, and no name has one.
  if (typeof value !== 'string' || value === '' || value.includes('\0')) throw new Error('not a text');
  return value;
}

/** Makes one answer of all the ways in which a token can be bad. */
async function or401<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch {
    throw new Refusal(401);
  }
}
