/**
 * Forge Realtime in memory, for what the real @forge/realtime sends: tokens, and events that functions publish. The preview
 * and the tests use it. Atlassian does not say how long a token is valid; here it is an hour.
 *
 * - https://developer.atlassian.com/platform/forge/runtime-reference/realtime-events-api/
 * - https://developer.atlassian.com/platform/forge/realtime/authorizing-realtime-channels/
 * - https://developer.atlassian.com/platform/forge/realtime/error-handling-for-realtime-methods/
 */
import { createHmac, randomBytes } from 'node:crypto';

type Permission = 'publish' | 'subscribe';

/** What an event reaches: subscriptions to the same channel, in the same scope, with the same claims. */
export interface Channel {
  name: string;
  isGlobal: boolean;
  /** What the channel is about instead of the whole context of the module. */
  contextOverrides?: string[];
  /** The claims of the token, as a text; none without a token. */
  claims?: string;
}

/** An event of a function. */
export interface Published extends Channel {
  payload: unknown;
}

/** The claims of a token, if there is one, or why it is refused. */
export interface Checked {
  claims?: string;
  error?: string;
}

interface Call {
  query: string;
  variables: {
    channelName: string;
    claims: unknown;
    permissions?: Permission[];
    name: string;
    payload: string;
    context?: string;
    isGlobal: boolean;
    token?: string;
  };
}

interface Token {
  exp: number;
  channel: { name: string };
  claims: unknown;
  permissions?: Permission[];
}

const LIFETIME_S = 3600;

export class Channels {
  /** What functions have published. */
  readonly published: Published[] = [];
  /** Gets each event that a function publishes, and where the front end is that has called the function. */
  onPublish: (event: Published, context: unknown) => unknown = () => undefined;
  private readonly secret = randomBytes(32);

  /** Answers a request of @forge/realtime. There is no context where no front end has called the function. */
  answer({ query, variables }: Call, context?: unknown): Response {
    if (query.includes('signRealtimeToken(')) {
      const { channelName, claims, permissions } = variables;
      const forgeRealtimeToken = this.sign(channelName, claims, permissions);
      return dataOf({ signRealtimeToken: { success: true, errors: null, forgeRealtimeToken } });
    }
    const { name, payload, isGlobal, token } = variables;
    const { claims, error } = this.check(token, name, 'publish');
    if (error) return refusal(`Realtime token validation failed: ${error}`);
    if (!isGlobal && !context) return refusal('Error publishing event to channel.');
    const { contextOverrides } = JSON.parse(variables.context ?? '{}') as Pick<Channel, 'contextOverrides'>;
    const event = { name, isGlobal, contextOverrides, claims, payload: JSON.parse(payload) as unknown };
    this.published.push(event);
    this.onPublish(event, context);
    return dataOf({ publishRealtimeChannel: { eventId: crypto.randomUUID(), eventTimestamp: `${Date.now()}` } });
  }

  sign(name: string, claims: unknown, permissions?: Permission[]): { jwt: string; expiresAt: number } {
    const expiresAt = Math.floor(Date.now() / 1000) + LIFETIME_S;
    const token: Token = { exp: expiresAt, channel: { name }, claims, permissions };
    const content = [{ alg: 'HS256', typ: 'JWT' }, token].map((part) => encoded(JSON.stringify(part))).join('.');
    return { jwt: `${content}.${this.signatureOf(content)}`, expiresAt };
  }

  check(token: string | undefined, name: string, permission: Permission): Checked {
    if (!token) return {};
    const [head = '', body = '', signature] = token.split('.');
    if (signature !== this.signatureOf(`${head}.${body}`)) return { error: 'INVALID_TOKEN' };
    const { exp, channel, permissions, claims } = JSON.parse(Buffer.from(body, 'base64url').toString()) as Token;
    if (Date.now() / 1000 >= exp) return { error: 'TOKEN_EXPIRED' };
    if (channel.name !== name) return { error: 'CHANNEL_NAME_MISMATCH' };
    if (permissions && !permissions.includes(permission)) return { error: 'MISSING_PERMISSION' };
    return { claims: JSON.stringify(claims, sorted) };
  }

  private signatureOf(content: string): string {
    return createHmac('sha256', this.secret).update(content).digest('base64url');
  }
}

/** The one Realtime of a preview, or of a test file. */
export const channels = new Channels();

const encoded = (text: string): string => Buffer.from(text).toString('base64url');

/** Objects are the same whatever the order of their keys. */
function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const dataOf = (ecosystem: object): Response => Response.json({ data: { ecosystem } });

const refusal = (message: string): Response => Response.json({ data: null, errors: [{ message }] });
