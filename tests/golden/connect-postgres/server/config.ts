/** What the server is told by its environment. */
export interface Config {
  port: number;
  /** Where Jira reaches this app: scheme, host and port, without a slash at the end. */
  baseUrl: string;
  /** Encrypts the secrets in the store. */
  secretKey: Buffer;
  databaseUrl: string;
  /** Atlassian's all.js, which every page loads. */
  hostScriptUrl: string;
  /** Gives the public keys that installs and uninstalls are signed with. */
  installKeysUrl: string;
  /** Who may show this app's pages in a frame. */
  frameAncestors: string;
}

/** Lists everything that is wrong with the environment, so that nobody has to find out one by one. */
export class ConfigError extends Error {
  constructor(problems: string[]) {
    super(`the environment lacks something:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

/**
 * Reads the configuration from environment variables.
 *
 * @throws ConfigError naming all that is missing or unusable.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const problems: string[] = [];

  /** The value of a variable, once it is there and `parse` takes it. What `parse` throws is the problem. */
  function read<T>(name: string, purpose: string, parse: (text: string) => T, preset?: string): T | undefined {
    const text = env[name] || preset;
    try {
      if (text) return parse(text);
      problems.push(`${name} is missing: ${purpose}`);
    } catch {
      problems.push(`${name} is not usable: ${purpose}`);
    }
    return undefined;
  }

  const config = {
    port: read('PORT', 'the port to listen on, 0 to 65535', port, '3000'),
    baseUrl: read('APP_BASE_URL', 'the https address at which Jira reaches this app, without a path', origin),
    secretKey: read('APP_SECRET_KEY', '32 random bytes in base64, as `openssl rand -base64 32` makes them', key),
    databaseUrl: read('DATABASE_URL', 'where installations are kept, see README.md', String),
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
  if (problems.length > 0) throw new ConfigError(problems);
  return config as Config;
}

/** Whether nobody but this machine can be at that address. Only there may a connection do without TLS. */
export function isLoopback(baseUrl: string): boolean {
  const { hostname } = new URL(baseUrl);
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new Error('not a port');
  return Number(text);
}

/** Only characters that mean nothing in HTML and in a Content-Security-Policy: addresses go into both. */
function address(text: string): string {
  if (!/^https?:\/\/[\w.~:/%*[\]-]+$/.test(text)) throw new Error('not an address');
  if (new URL(text).protocol === 'http:' && !isLoopback(text)) throw new Error('not https');
  return text;
}

function origin(text: string): string {
  const { origin, pathname } = new URL(address(text));
  if (pathname !== '/') throw new Error('has a path');
  return origin;
}

function key(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== 32 || bytes.toString('base64') !== text) throw new Error('not 32 bytes');
  return bytes;
}
