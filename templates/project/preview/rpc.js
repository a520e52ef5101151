// Calls through a MessagePort, the same on both ends. Functions inside a message travel as ids and arrive as functions
// that call back: that is how the page gets a frame's listeners, and a frame an object with methods.

/**
 * @param {MessagePort} port
 * @param {(method: string, data: unknown) => unknown} answer  what this end does when the other end calls
 * @returns {(method: string, data?: unknown) => Promise<any>}
 */
export function createRpc(port, answer) {
  const functions = [];
  const pending = new Map();
  let lastId = 0;

  const request = (message) =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      pending.set(id, { resolve, reject });
      port.postMessage({ ...message, id });
    });

  const pack = (value) => {
    if (typeof value === 'function') return { $function: functions.push(value) - 1 };
    return mapValues(value, pack);
  };

  const unpack = (value) => {
    if (typeof value?.$function !== 'number') return mapValues(value, unpack);
    return (...args) => request({ call: value.$function, data: args.map(pack) });
  };

  const run = ({ call, data }) =>
    typeof call === 'number' ? functions[call](...data.map(unpack)) : answer(call, unpack(data));

  port.onmessage = async ({ data: message }) => {
    if ('call' in message) {
      try {
        port.postMessage({ reply: message.id, value: pack(await run(message)) });
      } catch (error) {
        port.postMessage({ reply: message.id, error: String(error?.message ?? error) });
      }
      return;
    }
    const { resolve, reject } = pending.get(message.reply);
    pending.delete(message.reply);
    if ('error' in message) reject(new Error(message.error));
    else resolve(unpack(message.value));
  };

  return (method, data) => request({ call: method, data: pack(data) });
}

export function mapValues(value, change) {
  if (Array.isArray(value)) return value.map(change);
  if (Object.prototype.toString.call(value) !== '[object Object]') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)]));
}
