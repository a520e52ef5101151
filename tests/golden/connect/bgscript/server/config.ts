import {
  address,
  isLoopback,
  origin,
  readServer,
  readVariables,
  type ServerConfig,
  type Variables,
} from './environment';

/** What the server reads from its environment. */
export interface Config extends ServerConfig {
  /** Where Jira reaches this app: scheme, host and port, without a slash at the end. */
  baseUrl: string;
  /** The keys for the secrets in the store: the first one encrypts, each of them decrypts. */
  secretKeys: Buffer[];
  databaseUrl: string;
  /** Atlassian's all.js, which every page loads. */
  hostScriptUrl: string;
  /** Gives the public keys that installs and uninstalls are signed with. */
  installKeysUrl: string;
  /** Who may show this app's pages in a frame. */
  frameAncestors: string;
}

/**
 * Reads the configuration from environment variables.
 *
 * @throws ConfigError that names everything missing or unusable.
 */
export function readConfig(variables: Variables): Config {
  return readVariables(withOldName(variables), (read) => {
    const server = readServer(read);
    const baseUrl = read('APP_BASE_URL', 'the https address at which Jira reaches this app, without a path', origin);
    return {
      ...server,
      // An app at a loopback address is in development: only this machine may reach it.
      host: baseUrl && isLoopback(baseUrl) ? '127.0.0.1' : undefined,
      baseUrl,
      secretKeys: read(
        variables.APP_SECRET_KEY && !variables.APP_SECRET_KEYS ? 'APP_SECRET_KEY' : 'APP_SECRET_KEYS',
        '32 random bytes in base64, as `openssl rand -base64 32` makes them; several keys with commas between',
        keys,
      ),
      databaseUrl: read(
        'DATABASE_URL',
        'a file such as file:data/app.db, as this app keeps its sites in SQLite',
        databaseUrl,
        'file:data/app.db',
      ),
      hostScriptUrl: read(
        'CONNECT_HOST_SCRIPT_URL',
        'the https address of all.js',
        address,
        'https://connect-cdn.atl-paas.net/all.js',
      ),
      installKeysUrl: read(
        'CONNECT_INSTALL_KEYS_URL',
        'the https address of the install keys',
        (text) => address(text).replace(/\/$/, ''),
        'https://connect-install-keys.atlassian.com',
      ),
      frameAncestors: read(
        'FRAME_ANCESTORS',
        'https addresses without a path, with spaces between',
        (text) => text.trim().split(/\s+/).map(origin).join(' '),
        'https://*.atlassian.net https://*.jira.com',
      ),
    };
  });
}

/** APP_SECRET_KEY is the name of older releases. Together with APP_SECRET_KEYS it is one more key for decryption. */
function withOldName(variables: Variables): Variables {
  const { APP_SECRET_KEY: old, APP_SECRET_KEYS: several } = variables;
  return old && several ? { ...variables, APP_SECRET_KEYS: `${several},${old}` } : variables;
}

function keys(text: string): Buffer[] {
  return text
    .trim()
    .split(/[,\s]+/)
    .map(key); // an empty text is one invalid key
}

function key(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== 32 || bytes.toString('base64') !== text) throw new Error('not 32 bytes');
  return bytes;
}

/** The address of another kind of database is a mistake. It must not be used as the name of a file. */
function databaseUrl(text: string): string {
  if (/^[\w+-]+:/.test(text) && !/^(file|sqlite):/.test(text)) throw new Error('not SQLite');
  return text;
}
