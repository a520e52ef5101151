interface Named {
  id: string;
  key: string;
}

/** The part of `AP` that this app uses. Atlassian's all.js puts this object into every page of a Connect app. */
interface Host {
  events?: {
    emit(event: string, message: string): void;
    on(event: string, listener: (message: unknown) => void): void;
    off(event: string, listener: (message: unknown) => void): void;
  };
  context?: {
    getToken(callback: (token: string) => void): void;
    getContext?(callback: (context: { jira?: { issue?: Named; project?: Named } }) => void): void;
  };
  theming?: {
    initializeTheming(): void;
  };
}

/** What the host offers. On a page opened outside Jira, `AP` has no `events`, or does not exist. */
export function host(): Host {
  return (globalThis as { AP?: Host }).AP ?? {};
}

/** @throws when the page is outside Jira. */
export function required<Name extends keyof Host>(name: Name): NonNullable<Host[Name]> {
  const api = host()[name];
  if (!api) throw new Error('This page works inside Jira only.');
  return api;
}
