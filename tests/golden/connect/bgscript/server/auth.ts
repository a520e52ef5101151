/**
 * The three kinds of token that Atlassian sends. Each is valid for one kind of request only:
 *
 * - page: in the address of an iframe, signed with the site's secret, bound to that address;
 * - context: what AP.context.getToken gives a page, signed with the site's secret, for calls of the API;
 * - lifecycle: with installs and uninstalls, signed with one of Atlassian's keys, bound to this app and that address.
 *
 * Each must have an expiry time. Every invalid token is answered with the same 401; the log has the reason.
 */
import { createQueryStringHash, decodeSymmetric, SymmetricAlgorithm } from 'atlassian-jwt';
import type { Request } from 'express';
import { decodeJwt, decodeProtectedHeader, jwtVerify, type JWTPayload } from 'jose';
import { explain, Refusal } from './errors';
import type { Installations, Site } from './installations';
import type { InstallKeys } from './installKeys';

/** What a token that is signed with a site's secret proves. */
export interface SiteCaller {
  site: Site;
  /** The user on that site. Absent for an anonymous visitor. */
  accountId: string | undefined;
}

export function pageToken(installations: Installations) {
  return (request: Request): Promise<SiteCaller> => verifyShared(request.query.jwt, installations, hashOf(request));
}

export function contextToken(installations: Installations) {
  return (request: Request): Promise<SiteCaller> => verifyShared(tokenInHeader(request), installations, 'context-qsh');
}

/** Returns the client key of the site that has installed or uninstalled the app. */
export function lifecycleToken(installKeys: InstallKeys, baseUrl: string) {
  return async (request: Request): Promise<string> => {
    const token = tokenInHeader(request);
    const keyId = await or401(() => identifier(decodeProtectedHeader(text(token)).kid));
    const key = await installKeys(keyId);
    return or401(async () => {
      const required = { algorithms: ['RS256'], audience: baseUrl, requiredClaims: ['exp'] };
      const { payload } = await jwtVerify(text(token), key, required);
      requireHash(payload, hashOf(request));
      return identifier(payload.iss);
    });
  };
}

/** Verifies that a token is signed with the secret of the site that it names. */
async function verifyShared(token: unknown, installations: Installations, hash: string): Promise<SiteCaller> {
  const clientKey = await or401(() => identifier(decodeJwt(text(token)).iss));
  const site = await installations.find(clientKey);
  return or401(() => {
    if (!site) throw new Error('the site has not installed the app');
    const claims = decodeShared(text(token), site.sharedSecret);
    requireHash(claims, hash);
    return { site, accountId: claims.sub || undefined };
  });
}

/** Atlassian's library verifies the signature, twice as fast as jose. It checks nothing else. */
function decodeShared(token: string, secret: string): JWTPayload {
  const { exp, nbf, ...claims } = verifySignature(token, secret);
  const now = Date.now() / 1000;
  if (typeof exp !== 'number' || exp <= now) throw new Error('"exp" claim is missing, or in the past');
  if (nbf !== undefined && !(nbf <= now)) throw new Error('"nbf" claim is in the future');
  return claims;
}

function verifySignature(token: string, secret: string): JWTPayload {
  try {
    return decodeSymmetric(token, secret, SymmetricAlgorithm.HS256) as JWTPayload;
  } catch {
    throw new Error('signature verification failed'); // the library's message has the token in it
  }
}

function requireHash(claims: JWTPayload, hash: string): void {
  if (claims.qsh !== hash) throw new Error('the token is for another address (qsh)');
}

/** The hash that binds a token to one method and one address. It covers all parameters except the token itself. */
function hashOf({ method, path, query }: Request): string {
  return createQueryStringHash({ method, pathname: path, query }, false);
}

function tokenInHeader(request: Request): string | undefined {
  return /^JWT (\S+)$/.exec(request.get('authorization') ?? '')?.[1];
}

function text(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new Error('no token');
  return value;
}

/** A name that every store can hold: PostgreSQL refuses a null byte, and changes half of a surrogate pair. */
export function identifier(value: unknown): string {
  if (typeof value !== 'string' || !/^[^\p{Cc}\p{Cs}]{1,255}$/u.test(value)) {
    throw new Error('a name is missing, is too long, or has characters that are not allowed');
  }
  return value;
}

/** Answers every error of an invalid token alike: with 401. */
async function or401<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw cause instanceof Refusal ? cause : new Refusal(401, { cause: explain(cause).message });
  }
}
