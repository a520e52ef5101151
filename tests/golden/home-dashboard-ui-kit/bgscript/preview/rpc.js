// Calls through a MessagePort, the same on both ends. Functions in a message are sent as ids, and the other end gets
// functions that call back. So the page gets a frame's listeners, and a frame gets an object with methods.

/** @returns {(method: string, data?: unknown) => Promise<any>} calls the other end, whose calls `answer` gets. */
export function createRpc(port, answer) {
  const functions = [];
  const pending = new Map();
  let lastId = 0;

  const request = (call, data) =>
    new Promise((resolve, reject) => {
      pending.set(++lastId, { resolve, reject });
      port.postMessage({ call, data, id: lastId });
    });
  const pack = (value) =>
    typeof value === 'function' ? { $function: functions.push(value) - 1 } : mapValues(value, pack);
  const unpack = (value) => {
    if (typeof value?.$function !== 'number') return mapValues(value, unpack);
    return (...args) => request(value.$function, args.map(pack));
  };
  const run = async (call, data) =>
    typeof call === 'number' ? functions[call](...data.map(unpack)) : answer(call, unpack(data));

  port.onmessage = ({ data: { call, data, id, error, value } }) => {
    if (call !== undefined) {
      return run(call, data).then(
        (result) => port.postMessage({ id, value: pack(result) }),
        (reason) => port.postMessage({ id, error: String(reason?.message ?? reason) }),
      );
    }
    const { resolve, reject } = pending.get(id);
    pending.delete(id);
    return error === undefined ? resolve(unpack(value)) : reject(new Error(error));
  };
  return (method, data) => request(method, pack(data));
}

export function mapValues(value, change) {
  if (Array.isArray(value)) return value.map(change);
  if (Object.prototype.toString.call(value) !== '[object Object]') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)]));
}
