// What the preview does with a call of @forge/kvs: storage in memory, for as long as the preview runs, and a row.

/** @param {(news: object) => void} tell adds a row to the preview's log */
export async function requestStorage({ load, tell }, path, init) {
  const { storage } = await load('/bgscript/host/storage.ts');
  const body = JSON.parse(init.body);
  const response = storage.answer(path, body);
  const { code, message } = response.ok ? {} : await response.clone().json();
  const call = `storage ${path.replace('/api/v1/', '')} ${body.key ?? ''}`.trimEnd();
  tell({ kind: 'product', text: code && code !== 'KEY_NOT_FOUND' ? `${call}: ${message}` : call });
  return response;
}
