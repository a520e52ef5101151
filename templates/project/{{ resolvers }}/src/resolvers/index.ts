import type { Caller, Resolvers } from '../contract';

type Handlers = {
  [Name in keyof Resolvers]: (
    payload: Parameters<Resolvers[Name]>[0],
    caller: Caller,
  ) => Promise<ReturnType<Resolvers[Name]>>;
};

/**
 * Yours: the functions that run on the server. Everybody who can see the view can call them with any payload:
 * decide here what this caller may have.
 */
export const resolvers: Handlers = {
  getData: () =>
    Promise.resolve({
      loadedAt: new Date().toISOString(),
      items: [
        { id: 'todo', label: 'To do', value: 8 },
        { id: 'doing', label: 'In progress', value: 5 },
        { id: 'done', label: 'Done', value: 13 },
      ],
    }),
};
