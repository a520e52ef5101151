// @ts-check
// `realtime`: channels of an installation, which reach beyond a window. Here they reach every tab with this preview.
// https://developer.atlassian.com/platform/forge/apis-reference/ui-api-bridge/realtime/
// https://developer.atlassian.com/platform/forge/realtime/authorizing-realtime-channels/

/** @import { Callback, Frame, Method } from '../preview/host.js' */
/** @import { Home } from '../preview/home.js' */

/** @typedef {{ contextOverrides?: string[], replaySeconds?: number, token?: string }} Options */
/** @typedef {{ channelName: string, isGlobal?: boolean, options?: Options }} Channel */
/** @typedef {{ scope: string, event: string, payload: unknown, at: number }} Sent */

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

  /** @type {(name: string, event: Sent) => void} */
  function deliver(name, event) {
    sent.push(event);
    host.emit({ name }, event.scope, event);
  }

  /**
   * @param {Frame} frame
   * @param {Channel & { eventPayload: unknown }} call
   */
  function publish(frame, { eventPayload: payload, ...channel }) {
    const event = { scope: scopeOf(frame, channel), event: channel.channelName, payload, at: Date.now() };
    deliver(frame.name, event);
    tabs.postMessage(event);
    return { eventId: crypto.randomUUID(), eventTimestamp: `${event.at}` };
  }

  /**
   * @param {Frame} frame
   * @param {Channel & { onEvent: Callback }} call
   */
  function subscribe(frame, { onEvent: callback, ...channel }) {
    const { name } = frame;
    const scope = scopeOf(frame, channel);
    const event = channel.channelName;
    const since = Date.now() - 1000 * (channel.options?.replaySeconds ?? 0);
    const missed = sent.filter((each) => each.scope === scope && each.event === event && each.at > since);
    for (const { payload } of missed) host.deliver({ name, event, callback }, payload);
    return host.listen(frame, scope, { event, callback });
  }

  /**
   * What a channel has beside its name: the module and what its page is about; with overrides, what they name of the
   * page; nothing where it is global.
   *
   * @param {Frame} frame
   * @param {Channel} channel
   */
  function scopeOf(frame, { isGlobal, options: { contextOverrides, token } = {} }) {
    if (token) {
      const text = 'not simulated here: tokens of Realtime. Whoever has another token hears it too';
      host.note({ from: frame.name, kind: 'unsimulated', text });
    }
    if (isGlobal) return 'realtime';
    const { extension, moduleKey } = host.contextOf(frame);
    const about = (contextOverrides ?? ABOUT).map((name) => [name, extension[name]?.id ?? extension[name]?.key]);
    return JSON.stringify(['realtime', contextOverrides ? '' : moduleKey, about]);
  }

  return { publishRealtimeChannel: publish, subscribeRealtimeChannel: subscribe };
}
