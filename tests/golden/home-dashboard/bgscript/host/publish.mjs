// @ts-check
// What the preview does with a call of @forge/realtime: a token, or an event for the front ends of every tab.
import { channelsOf } from './tokens.mjs';

/** @import { Backend } from '../preview/types' */

/**
 * @param {Backend} backend
 * @param {RequestInit} init
 * @param {unknown} context of the front end that has called the function, if one has
 * @returns {Promise<Response>}
 */
export async function requestRealtime({ load, report }, init, context) {
  const channels = await channelsOf(load);
  channels.onPublish = (event, context) =>
    report({ kind: 'realtime', from: 'resolver', payload: { ...event, context } });
  const body = JSON.parse(String(init.body));
  const response = channels.answer(body, context);
  const { errors } = await response.clone().json();
  const { channelName, name = channelName } = body.variables;
  if (errors)
    report({ kind: 'problem', from: 'resolver', text: `cannot publish to ${name}: ${adviceOn(errors[0].message)}` });
  return response;
}

/** @param {string} message */
function adviceOn(message) {
  const isAlone = message.startsWith('Error publishing');
  return isAlone ? `${message} No front end has called this function: use publishGlobal` : message;
}
