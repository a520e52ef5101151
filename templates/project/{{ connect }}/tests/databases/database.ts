/** An empty database for one test file. */
export interface Database {
  /** As in DATABASE_URL. */
  url: string;
  stop(): void | Promise<void>;
}
