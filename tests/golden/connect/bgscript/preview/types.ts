/** What the files of the preview share. The files themselves are JavaScript, which browsers and Node.js run as it is. */

/** A script or a view, as manifest.yml or atlassian-connect.json describes it. */
export interface Module {
  /** Its key in the manifest. */
  key?: string;
  /** Whether it is all of a page, which then has an address of the app's own. */
  isPage?: boolean;
  /** The folder of its front end in src/. */
  folder: string;
  /** The folder of its settings, if people can set something. */
  edit?: string;
  title?: string;
  /** What the product reports about the page. `$view` is the id of the view. */
  context: object;
}

/** A page of the product that shows the app. */
export interface Place {
  name: string;
  layout: string;
  /** Where the context has the settings of a view. */
  config?: string;
  /** Pages of the app's own have none. */
  script?: Module;
  views: Module[];
  /** Why it shows no view. */
  note?: string;
}

/** What the app's manifest or descriptor says, and what the server knows of the app. */
export interface App {
  name: string;
  homes: Place[];
  /** The folder of each resource, by its key. */
  resources?: Record<string, string>;
  /** The remotes, by their keys: whether each is the app's own server. */
  remotes?: Record<string, boolean>;
}

export interface ServedApp extends App {
  hasResolvers: boolean;
  port: number;
}

/** The values of the controls, which are in the address of the page. */
export interface Settings {
  home: string;
  first: string;
  delay: string;
  views: string;
  resolver: string;
  theme: string;
  context: string;
}

/** An event for the log. Its kind decides which of the others it has. */
export interface Entry {
  kind: string;
  /** The name of the frame. */
  from?: string;
  text?: string;
  payload?: unknown;
  event?: string;
  name?: string;
  ms?: number;
  reason?: string;
  state?: string;
  revision?: string;
  height?: number;
  /** Returns the settings that a person has chosen. */
  save?: SaveSettings;
}

/** A row of the log. */
export interface Row {
  kind: string;
  from?: string;
  text: string;
  /** The data set that it is about: empty for the first one. */
  set?: string;
  /** Whether a script announces a failure. */
  failed?: boolean;
  payload?: unknown;
}

/** What the server reports to the page: a call of a product, or an edit of a file. */
export interface News extends Entry {
  effect?: string;
  /** The folders of the front ends that start again. */
  restarts?: string[];
}

export type SaveSettings = (settings: unknown) => unknown;

/** What a script announces. */
export interface Announcement {
  session: string;
  status: string;
  revision: number;
  error?: string;
}

/** The body and the status of an answer. */
export interface Reply {
  status: number;
  body: unknown;
}

/** A call of a Forge function has a key and a payload; a call of the owner's server has a path and a body. */
export interface Invocation {
  functionKey?: string;
  payload?: unknown;
  path?: string;
  body?: unknown;
}

/** What the app's function or server answered, or why it did not. */
export interface Outcome {
  result?: unknown;
  error?: string;
  /** Why the server refused. */
  reason?: string;
}

/** A call of a product, of a remote or of the Teamwork Graph. */
export interface ProductCall {
  /** `jira`, `confluence`, the key of a remote, or `stargate`, which has the Teamwork Graph. */
  product: string;
  path: string;
  init?: RequestInit;
  from?: string;
}

/** What a call needs of the preview's server. */
export interface Backend {
  /** Imports a module of the project from its present source. */
  load: (path: string) => Promise<Record<string, unknown>>;
  /** Reports to the page. */
  report: (news: News) => void;
}
