import type { Caller, Resolvers } from '../../src/contract';

/** The type of resolvers/index.ts: one function for each name in the contract, and no others. */
export type Handlers = {
  /**
   * @param payload is `unknown` on purpose: anybody who can see the app can send anything. Check it first, see payload.ts.
   * @throws CallError to refuse the call for a reason that the caller may know.
   */
  [Name in keyof Resolvers]: (payload: unknown, caller: Caller) => Promise<ResultOf<Name>>;
};

/** The `invoke` of platform/resolver.ts. It rejects with a CallError, whatever went wrong. */
export type Invoke = <Name extends keyof Resolvers>(
  name: Name,
  ...payload: Parameters<Resolvers[Name]>
) => Promise<ResultOf<Name>>;

export type ResultOf<Name extends keyof Resolvers> = ReturnType<Resolvers[Name]>;
