// @ts-check
// `realtime`: channels of an installation, which reach beyond a window. Here they reach every tab with this preview.
// https://developer.atlassian.com/platform/forge/apis-reference/ui-api-bridge/realtime/
// https://developer.atlassian.com/platform/forge/realtime/authorizing-realtime-channels/
import { post } from '../preview/home.js';

/** @import { Callback, Frame, Method } from '../preview/host.js' */
/** @import { Home } from '../preview/home.js' */
/** @import { News } from '../preview/types' */

/** @typedef {{ contextOverrides?: string[], replaySeconds?: number, token?: string }} Options */
/** @typedef {{ channelName: string, isGlobal?: boolean, options?: Options }} Channel */
/** @typedef {{ scope: string, event: string, payload: unknown, at: number }} Sent */
/** @typedef {{ moduleKey?: string, extension: Record<string, { id?: string, key?: string } | undefined> }} Context */
/** @typedef {{ isGlobal?: boolean, contextOverrides?: string[], claims?: string }} Reach */

/** What a page of a product can be about. A channel belongs to one of each. */
const ABOUT = ['board', 'issue', 'project', 'content', 'space', 'repository', 'pullRequest'];

/**
 * @param {Home} host
 * @returns {Record<'publishRealtimeChannel' | 'subscribeRealtimeChannel', Method>}
 */
export function realtime(host) {
  /** @type {Sent[]} */
  const sent = [];
  const tabs = new BroadcastChannel('realtime');
  tabs.onmessage = ({ data }) => deliver('another tab', data);
  addEventListener('news', (event) => {
    if (event instanceof CustomEvent && event.detail.kind === 'realtime') hear(event.detail);
  });

  /**
   * A function has published it. The server reports it to every tab.
   *
   * @param {News} news
   */
  function hear({ from = '', payload: published }) {
    const { name: event, payload, context, ...reach } = /** @type {any} */ (published);
    deliver(from, { scope: scopeOf(context, reach), event, payload, at: Date.now() });
  }

  /** @type {(name: string, event: Sent) => void} */
  function deliver(name, event) {
    sent.push(event);
    host.emit({ name }, event.scope, event);
  }

  /**
   * @param {Frame} frame
   * @param {Channel & { eventPayload: unknown }} call
   */
  async function publish(frame, { eventPayload: payload, ...channel }) {
    const { reach, error: message } = await reachOf(frame, channel, 'publish');
    if (message) return { eventId: null, eventTimestamp: null, errors: [{ message }] };
    const scope = scopeOf(host.contextOf(frame), reach);
    const event = { scope, event: channel.channelName, payload, at: Date.now() };
    deliver(frame.name, event);
    tabs.postMessage(event);
    return { eventId: crypto.randomUUID(), eventTimestamp: `${event.at}` };
  }

  /**
   * @param {Frame} frame
   * @param {Channel & { onEvent: Callback }} call
   */
  async function subscribe(frame, { onEvent: callback, ...channel }) {
    const { name } = frame;
    const event = channel.channelName;
    const { reach, error } = await reachOf(frame, channel, 'subscribe');
    if (error) throw new Error(error);
    const scope = scopeOf(host.contextOf(frame), reach);
    const since = Date.now() - 1000 * (channel.options?.replaySeconds ?? 0);
    const missed = sent.filter((each) => each.scope === scope && each.event === event && each.at > since);
    for (const { payload } of missed) host.deliver({ name, event, callback }, payload);
    return host.listen(frame, scope, { event, callback });
  }

  /**
   * What a channel has beside its name, or why it is refused.
   *
   * @param {Frame} frame
   * @param {Channel} channel
   * @param {'publish' | 'subscribe'} permission
   * @returns {Promise<{ reach: Reach, error?: string }>}
   */
  async function reachOf(
    frame,
    { channelName: name, isGlobal, options: { contextOverrides, token } = {} },
    permission,
  ) {
    const { claims, error: reason } = token ? await post('token', { token, name, permission }) : {};
    const error = reason && `Realtime token validation failed: ${reason}`;
    if (error) host.note({ from: frame.name, kind: 'problem', text: `cannot ${permission} to ${name}: ${error}` });
    return { reach: { isGlobal, contextOverrides, claims }, error };
  }

  return { publishRealtimeChannel: publish, subscribeRealtimeChannel: subscribe };
}

/**
 * The module and what its page is about; with overrides, what they name of the page; nothing where it is global. A token
 * adds its claims.
 *
 * @param {Context} context
 * @param {Reach} reach
 */
function scopeOf(context, { isGlobal, contextOverrides, claims }) {
  if (isGlobal) return JSON.stringify(['realtime', claims]);
  const { extension, moduleKey } = context;
  const about = (contextOverrides ?? ABOUT).map((name) => [name, extension[name]?.id ?? extension[name]?.key]);
  return JSON.stringify(['realtime', claims, contextOverrides ? '' : moduleKey, about]);
}
