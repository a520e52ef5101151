/** One site on which the app is installed. */
export interface Installation {
  /** Names the site. Atlassian's tokens carry it as `iss`. */
  clientKey: string;
  /** Where the site's REST API is. */
  baseUrl: string;
  /** The secret shared with the site, encrypted: no store ever sees it in the clear. */
  sealedSecret: string;
}

/** Where installations are kept. Every promise of a change resolves once it would survive a crash. */
export interface Store {
  find(clientKey: string): Promise<Installation | undefined>;
  /** Adds the installation, or replaces the one of that site. */
  save(installation: Installation): Promise<void>;
  remove(clientKey: string): Promise<void>;
  /** The next installations after that client key, in the order of their keys. */
  list(after: string, limit: number): Promise<Installation[]>;
  /** Replaces a secret that is still this one. @returns whether it was. */
  replaceSecret(clientKey: string, from: string, to: string): Promise<boolean>;
  /** @throws when the store cannot be read now. */
  check(): Promise<void>;
  close(): Promise<void>;
}
