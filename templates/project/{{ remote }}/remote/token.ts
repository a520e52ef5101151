import { createRemoteJWKSet, jwtVerify } from 'jose';

/** Where Atlassian publishes the keys it signs invocation tokens with. */
const ATLASSIAN_KEYS = 'https://forge.cdn.prod.atlassian-dev.net/.well-known/jwks.json';

/** Who calls, as Forge vouches for it. */
export interface Invocation {
  /** Absent when nobody is logged in. */
  accountId?: string;
  /** The site. */
  cloudId?: string;
}

/**
 * Makes the check that every request has to pass: its Forge Invocation Token was signed by Atlassian, for this app, and
 * has not expired.
 *
 * @param appId the app's ARI, `app.id` in manifest.yml: Atlassian signs for every app, so any token will not do.
 * @param keysUrl for tests.
 */
export function tokenVerifier(appId: string, keysUrl = ATLASSIAN_KEYS) {
  const keys = createRemoteJWKSet(new URL(keysUrl));

  /** @throws when the request may not be answered; why is for logs, not for the caller. */
  return async (authorization = ''): Promise<Invocation> => {
    const token = /^Bearer (\S+)$/.exec(authorization)?.[1] ?? '';
    const { payload } = await jwtVerify<{ principal?: string; context?: { cloudId?: string } }>(token, keys, {
      algorithms: ['RS256'],
      audience: appId,
      issuer: 'forge/invocation-token',
      requiredClaims: ['exp'],
    });
    return { accountId: payload.principal, cloudId: payload.context?.cloudId };
  };
}
