import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { address, isLoopback, readServer, readVariables, type ServerConfig, type Variables } from './environment';

/** What the server reads from its environment. */
export interface Config extends ServerConfig {
  /** The app's ARI. Atlassian signs tokens for all apps, so the server must check that a token is for this one. */
  appId: string;
  /** The types of environment whose calls are answered: DEVELOPMENT, STAGING, PRODUCTION. */
  environments: string[];
  /** Where Atlassian publishes the keys that it signs tokens with. */
  keysUrl: string;
}

const ENVIRONMENTS = ['DEVELOPMENT', 'STAGING', 'PRODUCTION'];

/**
 * Reads the configuration from environment variables, and the app's id from manifest.yml.
 *
 * @throws ConfigError that names everything missing or unusable.
 */
export function readConfig(variables: Variables, manifestFile = 'manifest.yml'): Config {
  return readVariables(variables, (read) => {
    const server = readServer(read);
    const keysUrl = read(
      'FORGE_KEYS_URL',
      "the https address of Atlassian's keys",
      address,
      'https://forge.cdn.prod.atlassian-dev.net/.well-known/jwks.json',
    );
    return {
      ...server,
      // With keys from this machine the server runs in a test: only this machine may reach it.
      host: keysUrl && isLoopback(keysUrl) ? '127.0.0.1' : undefined,
      appId: read(
        'FORGE_APP_ID',
        'app.id of manifest.yml, ari:cloud:ecosystem::app/..., which `forge register` writes there',
        appId,
        idInManifest(manifestFile, variables),
      ),
      environments: read(
        'FORGE_ENVIRONMENTS',
        `one or more of ${ENVIRONMENTS.join(', ')}, with commas between`,
        environments,
        ENVIRONMENTS.join(','),
      ),
      keysUrl,
    };
  });
}

/** The id, with the variables of the manifest filled in as a deploy does. */
function idInManifest(file: string, variables: Variables): string | undefined {
  try {
    const { app } = parse(readFileSync(file, 'utf8')) as { app: { id: string } };
    return app.id.replace(/\$\{(\w+)\}/g, (text, name: string) => variables[name] ?? text);
  } catch {
    return undefined; // there is no manifest.yml, or no id in it: FORGE_APP_ID has to be set
  }
}

/** The placeholder of zeros is refused. */
function appId(text: string): string {
  if (!/^ari:cloud:ecosystem::app\/(?!0{8}-)[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(text))
    throw new Error('no id');
  return text;
}

function environments(text: string): string[] {
  const list = text.split(/[,\s]/).filter(Boolean);
  if (list.length === 0 || list.some((one) => !ENVIRONMENTS.includes(one))) throw new Error('another environment');
  return list;
}
