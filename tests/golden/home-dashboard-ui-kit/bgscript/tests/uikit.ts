/**
 * Runs the front ends as Forge does: each is bundled on its own and runs in a realm of its own, with a bridge to the
 * page of host.ts and no browser. What one shows is the document that @forge/react handed to the bridge.
 */
import { relative, resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build, type Plugin, type Rolldown } from 'vite';
import { calls, type Calls } from './host';

/** An element of that document. Text is in elements of type `String`. */
export interface Element {
  type: string;
  props: Record<string, unknown>;
  children: Element[];
}

export class FrontEnd {
  root: Element = { type: 'Root', props: {}, children: [] };

  all(type: string): Element[] {
    return descendants(this.root).filter((element) => element.type === type);
  }

  get(type: string): Element {
    const [element] = this.all(type);
    if (!element) throw new Error(`No ${type} in: ${JSON.stringify(this.root)}`);
    return element;
  }

  text(): string {
    return textOf(this.root);
  }

  /** Calls a prop of an element, as the host does when somebody clicks or types. */
  call(element: Element, prop: string, event?: unknown): unknown {
    return (element.props[prop] as (event?: unknown) => unknown)(event);
  }

  button(label: string): Element {
    const button = this.all('Button').find((element) => textOf(element) === label);
    if (!button) throw new Error(`No button “${label}” in: ${this.text()}`);
    return button;
  }

  click(label: string): void {
    this.call(this.button(label), 'onClick');
  }
}

/**
 * Starts the front end in src/<name>.
 *
 * @param answers the calls that only this front end's bridge answers, in addition to those of host.ts.
 * @param globals what only this front end's realm has.
 */
export async function start(name: string, answers: Calls = {}, globals: object = {}): Promise<FrontEnd> {
  return run(await bundle(name), answers, globals);
}

/** Starts it with the view, the data and the settings of fixtures/ in place of yours. */
export async function startOurs(name: string, answers: Calls = {}, globals: object = {}): Promise<FrontEnd> {
  return run(await bundle(name, true), answers, globals);
}

/** The bridge makes requests without an address, which is the page's in a browser. */
class PageRequest extends Request {
  constructor(address: string, init?: RequestInit) {
    super(new URL(address, 'http://localhost'), init);
  }
}

function run(code: string, answers: Calls, globals: object): FrontEnd {
  const frontEnd = new FrontEnd();
  const reconcile = ({ forgeDoc }: { forgeDoc: Element }) => (frontEnd.root = forgeDoc);
  const bridge: Calls = { ...calls, reconcile, ...answers };
  const realm: Record<string, unknown> = {
    __bridge: { callBridge: (call: string, data: never) => bridge[call]?.(data) },
    Blob,
    FormData,
    Headers,
    Request: PageRequest,
    Response,
    console,
    crypto,
    // Looked up at each call, so that fake timers apply. No MessageChannel: React's would keep the process alive.
    setTimeout: (action: () => void, ms?: number) => setTimeout(action, ms),
    clearTimeout: (timer: ReturnType<typeof setTimeout>) => clearTimeout(timer),
    ...globals,
  };
  realm.self = realm.window = createContext(realm);
  // A bundle may use top-level await, and a script may not. So it runs as the body of an async function.
  (runInContext(`(async () => {${code}\n})()`, realm) as Promise<void>).catch(console.error);
  return frontEnd;
}

const bundles = new Map<string, Promise<string>>();

/** The code of src/<name>/index.tsx and all it imports; with `isOurs`, fixtures/ in place of your files. */
export function bundle(name: string, isOurs = false): Promise<string> {
  const key = `${name} ${isOurs}`;
  const known = bundles.get(key) ?? buildBundle(name, isOurs ? [fixtures] : []);
  bundles.set(key, known);
  return known;
}

const FIXTURES = ['View', 'Edit', 'data', 'config'];

const fixtures: Plugin = {
  name: 'fixtures',
  enforce: 'pre',
  resolveId(id, importer) {
    const from = relative('.', importer ?? '');
    const pattern = from.startsWith('src') ? /^\.\/(\w+)$/ : /\/src\/(\w+)$/;
    const [, name = ''] = pattern.exec(id) ?? [];
    const isOwn = from.startsWith('src') || from.startsWith('bgscript');
    return isOwn && FIXTURES.includes(name) ? this.resolve(resolve('bgscript/tests/fixtures', name)) : null;
  },
};

async function buildBundle(name: string, plugins: Plugin[]): Promise<string> {
  const [result] = (await build({
    configFile: false,
    plugins,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    oxc: { jsx: { development: false } }, // Vitest's default differs
    build: {
      lib: { entry: `src/${name}/index.tsx`, formats: ['es'] },
      rolldownOptions: { output: { codeSplitting: false } },
      minify: false,
      write: false,
    },
  })) as Rolldown.RolldownOutput[];
  return result!.output[0].code;
}

function descendants(element: Element): Element[] {
  return [element, ...element.children.flatMap(descendants)];
}

function textOf(element: Element): string {
  if (element.type === 'String') return String(element.props.text);
  return element.children.map(textOf).filter(Boolean).join(' ');
}
