// @ts-check
// Calls through a MessagePort, the same on both ends. Functions in a message are sent as ids, and the other end gets
// functions that call back. So the page gets a frame's listeners, and a frame gets an object with methods.

/** @typedef {(method: string, data?: unknown) => Promise<any>} Call calls the other end, which decides what it answers */
/** @typedef {{ resolve: (value: any) => void, reject: (error: Error) => void }} Pending */

/**
 * @param {MessagePort} port
 * @param {(method: string, data: any) => unknown} answer gets the calls of the other end
 * @returns {Call}
 */
export function createRpc(port, answer) {
  /** @type {((...args: unknown[]) => unknown)[]} */
  const functions = [];
  /** @type {Map<number, Pending>} */
  const pending = new Map();
  let lastId = 0;

  /** @type {(call: string | number, data: unknown) => Promise<any>} */
  const request = (call, data) =>
    new Promise((resolve, reject) => {
      pending.set(++lastId, { resolve, reject });
      port.postMessage({ call, data, id: lastId });
    });
  /** @type {(value: any) => unknown} */
  const pack = (value) =>
    typeof value === 'function' ? { $function: functions.push(value) - 1 } : mapValues(value, pack);
  /** @type {(value: any) => unknown} */
  const unpack = (value) => {
    if (typeof value?.$function !== 'number') return mapValues(value, unpack);
    /** @param {unknown[]} args */
    return (...args) => request(value.$function, args.map(pack));
  };
  /** @type {(call: string | number, data: any) => Promise<unknown>} */
  const run = async (call, data) =>
    typeof call === 'number' ? functions[call]?.(...data.map(unpack)) : answer(call, unpack(data));

  port.onmessage = ({ data: { call, data, id, error, value } }) => {
    if (call !== undefined) {
      return run(call, data).then(
        (result) => port.postMessage({ id, value: pack(result) }),
        (reason) => port.postMessage({ id, error: String(reason?.message ?? reason) }),
      );
    }
    const caller = pending.get(id);
    pending.delete(id);
    return error === undefined ? caller?.resolve(unpack(value)) : caller?.reject(new Error(error));
  };
  return (method, data) => request(method, pack(data));
}

/**
 * Changes each item of a list, and each value of an object. Anything else is returned as it is.
 *
 * @param {unknown} value
 * @param {(item: unknown) => unknown} change
 * @returns {unknown}
 */
export function mapValues(value, change) {
  if (Array.isArray(value)) return value.map((item) => change(item));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)]));
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isRecord(value) {
  return Object.prototype.toString.call(value) === '[object Object]';
}
