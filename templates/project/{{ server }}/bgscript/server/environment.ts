/** Reads and checks environment variables. `config.ts` lists the variables. */
import { isIP } from 'node:net';

/** Lists everything that is wrong with the environment at once. */
export class ConfigError extends Error {
  constructor(problems: string[]) {
    super(`the environment is not complete or not valid:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

export type Variables = Record<string, string | undefined>;

/** What every server reads. */
export interface ServerConfig {
  port: number;
  /** The address to listen on. Absent for all addresses of this machine. */
  host: string | undefined;
  /** Absent when metrics are off. */
  metricsPort: number | undefined;
  /** The address on which the metrics are served. */
  metricsHost: string;
  keepAliveMs: number;
  /** How long to keep serving after the signal to stop, so that load balancers notice. */
  drainDelayMs: number;
  /** How long running requests may take after that, and then the store, until it is closed. */
  drainMs: number;
}

/**
 * Reads and parses the value of a variable. If `parse` throws, the value is not usable. The value and the error are
 * never shown, because they could contain a secret.
 */
export type Read = <T>(name: string, purpose: string, parse: (text: string) => T, preset?: string) => T;

/**
 * Calls `make` with a function that reads one variable.
 *
 * @throws ConfigError that names everything missing or unusable.
 */
export function readVariables<T>(variables: Variables, make: (read: Read) => T): T {
  const problems: string[] = [];
  const read = <V>(name: string, purpose: string, parse: (text: string) => V, preset?: string): V => {
    const text = variables[name] || preset;
    try {
      if (text !== undefined) return parse(text);
      problems.push(`${name} is missing: ${purpose}`);
    } catch {
      problems.push(`${name} is not usable: ${purpose}`);
    }
    return undefined as V; // never used: readVariables throws when there is a problem
  };
  const config = make(read);
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

export function readServer(read: Read): Omit<ServerConfig, 'host'> {
  const seconds = (text: string) => 1000 * wholeNumber(text, 0, 3_600);
  return {
    port: read('PORT', 'the port to listen on, 0 to 65535', port, '3000'),
    metricsPort: read(
      'METRICS_PORT',
      'the port for Prometheus, 0 to 65535',
      (text) => (text ? port(text) : undefined),
      '',
    ),
    metricsHost: read(
      'METRICS_HOST',
      'the IP address on which METRICS_PORT listens, 0.0.0.0 or :: for all addresses',
      ipAddress,
      '127.0.0.1',
    ),
    keepAliveMs: read(
      'KEEP_ALIVE_SECONDS',
      'how long a connection may wait for its next request, up to 3600',
      seconds,
      '50',
    ),
    drainDelayMs: read('DRAIN_DELAY_SECONDS', 'how long to keep serving after SIGTERM, up to 3600', seconds, '0'),
    drainMs: read('DRAIN_SECONDS', 'how long running requests may take after that, up to 3600', seconds, '10'),
  };
}

/** Whether the address is one of this machine. Only such a connection needs no TLS. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** Addresses are written into HTML and a Content-Security-Policy, so no characters with a meaning there are allowed. */
export function address(text: string): string {
  if (!/^https?:\/\/[\w.~:/%*[\]-]+$/.test(text)) throw new Error('not an address');
  if (new URL(text).protocol === 'http:' && !isLoopback(text)) throw new Error('not https');
  return text;
}

export function origin(text: string): string {
  const { origin, pathname } = new URL(address(text));
  if (pathname !== '/') throw new Error('has a path');
  return origin;
}

export function wholeNumber(text: string, least: number, most: number): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) < least || Number(text) > most) throw new Error('not such a number');
  return Number(text);
}

function ipAddress(text: string): string {
  if (!isIP(text)) throw new Error('not an IP address');
  return text;
}

function port(text: string): number {
  return wholeNumber(text, 0, 65_535);
}
