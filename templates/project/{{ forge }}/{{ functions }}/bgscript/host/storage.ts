/**
 * Forge's key-value store in memory, for what the real @forge/kvs sends. The preview and the tests use it.
 *
 * - https://developer.atlassian.com/platform/forge/storage-reference/kvs-api/
 * - https://developer.atlassian.com/platform/forge/storage-reference/kvs-api-query/
 * - https://developer.atlassian.com/platform/forge/storage-reference/kvs-transactions/
 * - https://developer.atlassian.com/platform/forge/storage-reference/batchops-entities/
 *
 * A time to live changes nothing here: Forge, too, may return what has expired for 48 hours.
 */

type Values = Map<string, unknown>;

interface Item {
  key: string;
  value?: unknown;
  entityName?: string;
}

interface Options {
  ttl?: unknown;
}

interface Request extends Item {
  options?: Options;
}

interface Query {
  limit?: number;
  after?: string;
  where?: { property: string; condition: string; values: unknown[] }[];
  options?: Options;
}

interface Transaction {
  set?: Request[];
  delete?: Item[];
  check?: Item[];
}

const KEY_BYTES = 500;
const MOST_RESULTS = 100;
const USUAL_RESULTS = 10;
const MOST_OPERATIONS = 25;

/** Becomes an error of @forge/kvs, with this code. */
class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

export class Storage {
  /** What is stored, by key. */
  readonly values: Values = new Map();
  /** The secrets. No query finds them. */
  readonly secrets: Values = new Map();

  clear(): void {
    this.values.clear();
    this.secrets.clear();
  }

  /** Answers a request of @forge/kvs. */
  answer(path: string, body: unknown): Response {
    try {
      const result = this.run(path, body);
      return result === undefined ? new Response(null, { status: 204 }) : Response.json(result);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, message, status } = error;
      return Response.json({ code, message }, { status });
    }
  }

  private run(path: string, body: unknown): unknown {
    switch (path) {
      case '/api/v1/get':
        return get(this.values, body as Request);
      case '/api/v1/set':
        return set(this.values, body as Request);
      case '/api/v1/delete':
        return void this.values.delete(keyOf(body as Item));
      case '/api/v1/query':
        return query(this.values, body as Query);
      case '/api/v1/transaction':
        return transact(this.values, body as Transaction);
      case '/api/v1/batch/get':
        return batch(body as Request[], (item) => get(this.values, item));
      case '/api/v1/batch/set':
        return batch(body as Request[], (item) => set(this.values, item));
      case '/api/v1/batch/delete':
        return batch(body as Item[], (item) => void this.values.delete(keyOf(item)));
      case '/api/v1/secret/get':
        return get(this.secrets, body as Request);
      case '/api/v1/secret/set':
        return set(this.secrets, body as Request);
      case '/api/v1/secret/delete':
        return void this.secrets.delete(keyOf(body as Item));
      default:
        throw notSimulated(path);
    }
  }
}

/** The one storage of a preview, or of a test file. */
export const storage = new Storage();

function get(values: Values, { key, options }: Request): unknown {
  known(options);
  if (!values.has(key)) throw new Refusal('KEY_NOT_FOUND', `Nothing is stored under '${key}'.`, 404);
  return { key, value: values.get(key) };
}

function set(values: Values, { key, value, options }: Request): void {
  known(options);
  values.set(keyOf({ key }), storable(value));
}

function query(values: Values, { limit = USUAL_RESULTS, after, where = [], options }: Query): unknown {
  known(options);
  if (limit > MOST_RESULTS)
    throw new Refusal('INVALID_LIMIT', `A query returns up to ${MOST_RESULTS} values, not ${limit}.`);
  const [prefix = ''] = (where[0]?.values ?? []) as string[];
  const found = [...values.keys()].filter((key) => key.startsWith(prefix) && (!after || key > after)).sort();
  const keys = found.slice(0, limit);
  const data = keys.map((key) => ({ key, value: values.get(key) }));
  return { data, cursor: found.length > limit ? keys.at(-1) : undefined };
}

/** Each operation on its own. */
function batch<Each extends Item>(items: Each[], run: (item: Each) => unknown): unknown {
  if (items.length === 0 || items.length > MOST_OPERATIONS)
    throw new Refusal('INVALID_BATCH', `A batch has 1 to ${MOST_OPERATIONS} keys, not ${items.length}.`);
  const names = items.map(({ entityName = '', key }) => `${entityName} ${key}`);
  if (new Set(names).size < names.length) throw new Refusal('DUPLICATE_KEY', 'The batch has a key twice.');
  const successfulKeys: unknown[] = [];
  const failedKeys: unknown[] = [];
  for (const item of items) {
    const { key, entityName } = item;
    try {
      if (entityName) throw notSimulated('entities');
      successfulKeys.push(run(item) ?? { key });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      failedKeys.push({ key, entityName, error: { code: error.code, message: error.message } });
    }
  }
  return { successfulKeys, failedKeys };
}

/** All operations, or none. */
function transact(values: Values, { set: sets = [], delete: deletes = [], check: checks = [] }: Transaction): void {
  const operations = [...sets, ...deletes, ...checks];
  if (operations.length > MOST_OPERATIONS) {
    throw new Refusal(
      'TOO_MANY_OPERATIONS',
      `A transaction has up to ${MOST_OPERATIONS} operations, not ${operations.length}.`,
    );
  }
  if (operations.some(({ entityName }) => entityName)) throw notSimulated('a transaction of entities');
  const keys = operations.map(keyOf);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw new Refusal('DUPLICATE_KEY', `The transaction has the key '${twice}' twice.`);
  for (const { value, options } of sets) {
    known(options);
    storable(value);
  }
  for (const { key, value } of sets) values.set(key, value);
  for (const { key } of deletes) values.delete(key);
}

function keyOf({ key }: Item): string {
  const bytes = new TextEncoder().encode(key).length;
  if (bytes === 0 || bytes > KEY_BYTES)
    throw new Refusal('INVALID_KEY', `A key has 1 to ${KEY_BYTES} bytes, not ${bytes}.`);
  return key;
}

/** JSON leaves `undefined` out. */
function storable(value: unknown): unknown {
  if (value === null || value === undefined)
    throw new Refusal('INVALID_VALUE', 'Forge stores every JSON value but null.');
  return value;
}

function known(options: Options = {}): void {
  const [name] = Object.keys(options).filter((each) => each !== 'ttl');
  if (name) throw notSimulated(`the option ${name}`);
}

function notSimulated(what: string): Refusal {
  return new Refusal('NOT_SIMULATED', `Not simulated here: ${what}. See bgscript/host/storage.ts.`, 501);
}
