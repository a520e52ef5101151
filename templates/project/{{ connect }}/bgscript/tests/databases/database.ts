/** An empty database for one test file. */
export interface Database {
  /** As in DATABASE_URL. */
  url: string;
  /** Makes another empty database. @returns its URL. */
  another(): Promise<string>;
  /** Runs SQL in the database at that URL. @returns the rows of the last statement. */
  run(url: string, sql: string): Promise<unknown[]>;
  /** Backs up and restores, by the commands of README.md. @returns the URL of the restored one, or undefined without the programs. */
  restored(): Promise<string | undefined>;
  stop(): void | Promise<void>;
}
