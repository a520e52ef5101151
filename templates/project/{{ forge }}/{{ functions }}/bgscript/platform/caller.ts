import type { Caller } from '../../src/contract';

/** The account id that Forge gives every visitor who is not logged in. It is not an account: all of them share it. */
const ANONYMOUS = 'unidentified';

/** The part of Forge's context that `Caller` is made from. */
export interface ForgeContext {
  accountId?: string;
  accountType?: Caller['accountType'];
  license?: { active?: boolean };
  installation?: { ari?: { installationId?: string } };
}

/** Who calls. Forge's servers make the context; nothing in it comes from the payload. */
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
