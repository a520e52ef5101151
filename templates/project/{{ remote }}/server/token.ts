/**
 * The Forge Invocation Token, which Forge sends with each call: signed by Atlassian, for one app, for some seconds. All
 * that a resolver learns of its caller stands in it; a body proves nothing.
 */
import { jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import type { Caller } from '../src/contract';
import type { Config } from './config';
import { explain, Refusal } from './errors';

/** Its claims, as far as they are used here. */
interface Claims extends JWTPayload {
  app?: {
    id?: string;
    installationId?: string;
    installation?: { id?: string };
    apiBaseUrl?: string;
    environment?: { type?: string };
    license?: { active?: boolean; isActive?: boolean };
  };
  context?: { accountType?: string };
  principal?: string;
}

export interface Invocation {
  caller: Caller;
  /** Where the product's REST API is. */
  apiBaseUrl: string | undefined;
}

/** A token is valid from the second in which it was made: without tolerance, a clock that is 1 s behind refuses it. */
const CLOCK_TOLERANCE_S = 5;

export function bearer(authorization = ''): string {
  return /^Bearer (\S+)$/.exec(authorization)?.[1] ?? '';
}

/**
 * Makes the check that every call has to pass.
 *
 * @returns a function that throws a Refusal: 401 when the token cannot be verified, and for no other reason; 403 when it
 * is of an environment that this server does not serve; 503 when Atlassian's keys cannot be had.
 */
export function createVerifier({ appId, environments }: Pick<Config, 'appId' | 'environments'>, keys: JWTVerifyGetKey) {
  return async (token: string): Promise<Invocation> => {
    const { app = {}, context = {}, principal } = await verify(token, keys, appId);
    const environment = app.environment?.type ?? 'unknown';
    if (!environments.includes(environment))
      throw new Refusal(403, { cause: `called from the environment ${environment}` });
    const { license } = app;
    return {
      caller: {
        ...whoOf(principal, context.accountType),
        ...(license && { license: { active: license.active ?? license.isActive ?? false } }),
        installation: app.installationId ?? app.installation?.id,
      },
      apiBaseUrl: app.apiBaseUrl,
    };
  };
}

async function verify(token: string, keys: JWTVerifyGetKey, appId: string): Promise<Claims> {
  try {
    const { payload } = await jwtVerify<Claims>(token, keys, {
      algorithms: ['RS256'],
      audience: appId,
      issuer: 'forge/invocation-token',
      requiredClaims: ['exp'],
      clockTolerance: CLOCK_TOLERANCE_S,
    });
    const { app } = payload;
    if (app?.id !== appId) throw new Error('app.id is of another app');
    if (!app.installationId && !app.installation?.id) throw new Error('it names no installation');
    return payload;
  } catch (cause) {
    throw cause instanceof Refusal ? cause : new Refusal(401, { cause: explain(cause).message });
  }
}

/** All anonymous visitors have the same id, which is nobody's account. */
function whoOf(principal: unknown, accountType: unknown): Pick<Caller, 'accountId' | 'accountType'> {
  if (accountType === 'anonymous' || principal === 'unidentified') return { accountType: 'anonymous' };
  const known = (['licensed', 'unlicensed', 'customer'] as const).find((one) => one === accountType);
  return {
    ...(typeof principal === 'string' && principal !== '' && { accountId: principal }),
    ...(known && { accountType: known }),
  };
}
