/**
 * The Forge Invocation Token, which Forge sends with each call. Atlassian signs it for one app, and it is valid for
 * some seconds. All facts about the caller come from it, and never from the body.
 */
import { jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import type { Caller } from '../../src/contract';
import type { Config } from './config';
import { explain, Refusal } from './errors';
import type { InstallationContext } from './forge';

/** The claims that are used here. */
interface Claims extends JWTPayload {
  app?: {
    id?: string;
    installationId?: string;
    installation?: { id?: string; contexts?: InstallationContext[] };
    apiBaseUrl?: string;
    environment?: { type?: string };
    license?: { active?: boolean; isActive?: boolean };
  };
  context?: { accountType?: string };
  principal?: string;
}

export interface Invocation {
  caller: Caller;
  /** Where the REST API of the product that called is. */
  apiBaseUrl: string | undefined;
  /** All products in which the app is installed. Older tokens do not have them. */
  contexts: InstallationContext[];
}

/** A token is valid from the second in which it was made. A server whose clock is 1 s behind would refuse it. */
const CLOCK_TOLERANCE_S = 5;

export function bearer(authorization = ''): string {
  return /^Bearer (\S+)$/.exec(authorization)?.[1] ?? '';
}

/**
 * Makes the check that every call has to pass.
 *
 * @returns a function that throws a Refusal: 401 only when the token cannot be verified, 403 when this server does not
 * serve the token's environment, 503 when Atlassian's keys are not available.
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
      contexts: app.installation?.contexts ?? [],
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
    if (app?.id !== appId) throw new Error('app.id is the id of another app');
    if (!app.installationId && !app.installation?.id) throw new Error('the token names no installation');
    return payload;
  } catch (cause) {
    throw cause instanceof Refusal ? cause : new Refusal(401, { cause: explain(cause).message });
  }
}

/** All anonymous visitors share one id, which is not an account. */
function whoOf(principal: unknown, accountType: unknown): Pick<Caller, 'accountId' | 'accountType'> {
  if (accountType === 'anonymous' || principal === 'unidentified') return { accountType: 'anonymous' };
  const known = (['licensed', 'unlicensed', 'customer'] as const).find((one) => one === accountType);
  return {
    ...(typeof principal === 'string' && principal !== '' && { accountId: principal }),
    ...(known && { accountType: known }),
  };
}
