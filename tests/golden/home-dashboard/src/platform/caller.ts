import type { Caller } from '../contract';

/** The account that Forge names for every visitor who is not logged in. It is no account: all of them share it. */
const ANONYMOUS = 'unidentified';

/** What Forge tells a function about a call, as far as `Caller` needs it. */
export interface ForgeContext {
  accountId?: string;
  accountType?: Caller['accountType'];
  license?: { active?: boolean };
  installation?: { ari?: { installationId?: string } };
}

/** Who calls. Forge makes the context on its own servers, nothing in it comes from the payload. */
export function callerOf({ accountId, accountType, license, installation }: ForgeContext): Caller {
  const isAnonymous = accountType === 'anonymous' || accountId === ANONYMOUS;
  const installationId = installation?.ari?.installationId;
  return {
    accountId: isAnonymous ? undefined : accountId,
    accountType: isAnonymous ? 'anonymous' : accountType,
    license: license && { active: license.active === true },
    installation: installationId && `ari:cloud:ecosystem::installation/${installationId}`,
  };
}
