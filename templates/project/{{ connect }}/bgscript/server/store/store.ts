/** One site on which the app is installed. */
export interface Installation {
  /** The id of the site. Atlassian's tokens have it as `iss`. */
  clientKey: string;
  /** The address of the site's REST API. */
  baseUrl: string;
  /** The secret shared with the site. It is always encrypted in the store. */
  sealedSecret: string;
}

/** Where installations are stored. The promise of a change resolves when the change survives a crash. */
export interface Store {
  find(clientKey: string): Promise<Installation | undefined>;
  /** Adds the installation, or replaces the one of that site. */
  save(installation: Installation): Promise<void>;
  remove(clientKey: string): Promise<void>;
  /** The next installations after that client key, in the order of their keys. */
  list(after: string, limit: number): Promise<Installation[]>;
  /** Replaces a secret if it is still `from`. @returns whether it was. */
  replaceSecret(clientKey: string, from: string, to: string): Promise<boolean>;
  /** @throws when the store cannot be read now. */
  check(): Promise<void>;
  close(): Promise<void>;
}
