// @ts-check
/**
 * The rules for atlassian-connect.json. Modules are checked against the definitions in Atlassian's own
 * @forge/manifest. Rules that only the documentation has are written down here.
 */
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';

/** @typedef {Record<string, any>} Json an object of the descriptor, which can have anything */
/** @typedef {{ type: string, module: unknown, path: string }} Module */
/** @typedef {[holds: boolean, path: string, message: string]} Rule */

const manifest = createRequire(import.meta.url)('@forge/manifest/schema.json');
/** @type {Record<string, { items?: { properties?: object } }>} */
const moduleSchemas = manifest.definitions.ModuleSchema.properties;
const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false, validateSchema: false });
/** @type {Map<string, import('ajv').ValidateFunction>} */
const validators = new Map();

const SCOPES = ['READ', 'WRITE', 'DELETE', 'PROJECT_ADMIN', 'ADMIN', 'ACT_AS_USER', 'ACCESS_EMAIL_ADDRESSES'];
const NAMES = [
  'key',
  'name',
  'description',
  'baseUrl',
  'vendor',
  'links',
  'apiVersion',
  'apiMigrations',
  'authentication',
  'lifecycle',
  'scopes',
  'modules',
  'enableLicensing',
  'translations',
  'regionBaseUrls',
  'cloudAppMigration',
];
const LOCATIONS = ['dashboard', 'issue_view'];
/** The module that shows a view at each location. */
const VIEWS = { dashboard: 'jiraDashboardItems', issue_view: 'webPanels' };

/**
 * Checks a whole descriptor.
 *
 * @param {unknown} descriptor
 * @returns {string[]} the problems, each with its place in the document. Empty for a valid descriptor.
 */
export function checkDescriptor(descriptor) {
  if (!isObject(descriptor)) return ['is not a JSON object'];
  const modules = isObject(descriptor.modules) ? descriptor.modules : {};
  const all = Object.entries(modules).flatMap(([type, list]) =>
    asList(list).map((module, index) => ({ type, module, path: `modules.${type}[${index}]` })),
  );
  return [
    ...checkApp(descriptor),
    ...Object.entries(modules).flatMap(([type, list]) => checkType(type, list)),
    ...all.flatMap(checkModule),
    ...checkUnique(all),
    ...checkPairs(modules),
  ];
}

/**
 * Returns the messages of the broken rules.
 *
 * @param {Rule[]} rules
 */
function broken(...rules) {
  return rules.filter(([holds]) => !holds).map(([, path, message]) => `${path}: ${message}`);
}

/** @param {Json} descriptor */
function checkApp({ key, name, baseUrl, authentication, lifecycle, apiMigrations, scopes, modules, ...others }) {
  const unknown = Object.keys(others).filter((property) => !NAMES.includes(property));
  return [
    ...unknown.map((property) => `${property}: is not a property of a descriptor`),
    ...broken(
      [/^[\w.-]{1,64}$/.test(key), 'key', 'must be 1 to 64 letters, digits, dots, dashes or underscores'],
      [typeof name === 'string' && name.trim() !== '', 'name', 'is required'],
      [isHttps(baseUrl), 'baseUrl', 'must be an https address without a slash at the end'],
      [authentication?.type === 'jwt', 'authentication.type', 'must be "jwt"'],
      [isRelative(lifecycle?.installed), 'lifecycle.installed', 'must be a path that starts with /'],
      [isRelative(lifecycle?.uninstalled), 'lifecycle.uninstalled', 'must be a path that starts with /'],
      [
        apiMigrations?.['signed-install'] === true,
        'apiMigrations.signed-install',
        'must be true: only signed installs are accepted',
      ],
      [
        apiMigrations?.['context-qsh'] === true,
        'apiMigrations.context-qsh',
        'must be true: only context tokens with qsh are accepted',
      ],
      [Array.isArray(scopes), 'scopes', 'must be a list'],
      [isObject(modules), 'modules', 'must be an object'],
    ),
    ...asList(scopes).flatMap((scope, index) =>
      broken([
        SCOPES.includes(scope),
        `scopes[${index}]`,
        `${JSON.stringify(scope)} is not one of ${SCOPES.join(', ')}`,
      ]),
    ),
  ];
}

/**
 * Checks all modules of one type against Atlassian's definition of the type. Only this definition is compiled, because
 * the whole schema takes seconds.
 *
 * @param {string} type
 * @param {unknown} list
 */
function checkType(type, list) {
  const schema = moduleSchemas[`connect-jira:${type}`];
  if (!schema) return [`modules.${type}: is not a module of Jira`];
  const validate = validators.get(type) ?? ajv.compile({ ...schema, definitions: manifest.definitions });
  validators.set(type, validate);
  if (validate(list)) return [];
  const messages = (validate.errors ?? [])
    .filter(({ keyword }) => keyword !== 'anyOf') // says only that none of the alternatives fits; those say why
    .filter(({ params }) => type !== 'webhooks' || params.missingProperty !== 'key') // Forge alone demands it
    .map(({ instancePath, message, params }) => {
      const choices = params.allowedValues ? `: ${params.allowedValues.join(', ')}` : '';
      return `modules.${type}${asPath(instancePath)}: ${message}${choices}`;
    });
  return [...new Set(messages)];
}

/**
 * Rules for every module that the documentation has and the definitions do not.
 *
 * @param {Module} module
 * @returns {string[]}
 */
function checkModule({ type, module, path }) {
  if (!isObject(module)) return [`${path}: must be an object`];
  const properties = Object.keys(moduleSchemas[`connect-jira:${type}`]?.items?.properties ?? module);
  const unknown = Object.keys(module).filter((property) => !properties.includes(property));
  return [
    ...unknown.map((property) => `${path}.${property}: is not a property of ${type}`),
    ...broken(
      [
        module.key === undefined || /^[a-zA-Z0-9-]{1,100}$/.test(module.key),
        `${path}.key`,
        'must be 1 to 100 letters, digits or dashes',
      ],
      [
        module.url === undefined || type === 'webItems' || isRelative(module.url),
        `${path}.url`,
        'must be relative to baseUrl and start with /',
      ],
    ),
    ...(type === 'jiraBackgroundScripts' ? checkScript(module, path) : []),
  ];
}

/**
 * @param {Json} module
 * @param {string} path
 */
function checkScript({ url, location }, path) {
  const { type, shouldReloadOnRefresh, ...others } = isObject(location) ? location : {};
  return [
    ...Object.keys(others).map((property) => `${path}.location.${property}: is not a property of a location`),
    ...broken(
      [!/[{}]/.test(url), `${path}.url`, 'takes no context parameters such as {issue.key}'],
      [LOCATIONS.includes(type), `${path}.location.type`, `must be one of ${LOCATIONS.join(', ')}`],
      [
        shouldReloadOnRefresh === undefined || (type === 'issue_view' && typeof shouldReloadOnRefresh === 'boolean'),
        `${path}.location.shouldReloadOnRefresh`,
        'must be true or false, and is for issue_view only',
      ],
    ),
  ];
}

/** @param {Module[]} all */
function checkUnique(all) {
  const keys = all.map(({ module }) => (isObject(module) ? module.key : undefined));
  return all.flatMap(({ path }, index) =>
    broken([
      keys[index] === undefined || keys.indexOf(keys[index]) === index,
      `${path}.key`,
      `${JSON.stringify(keys[index])} is taken by another module`,
    ]),
  );
}

/**
 * A script needs a view, and a view of this app needs its script. Other modules need no script.
 *
 * @param {Json} modules
 */
function checkPairs(modules) {
  const scripts = asList(modules.jiraBackgroundScripts).map((script) => script?.location?.type);
  return Object.entries(VIEWS).flatMap(([location, view]) => {
    const hasView = asList(modules[view]).some((module) => module?.url === `/view/${location}`);
    return broken(
      [!scripts.includes(location) || hasView, `modules.${view}`, `is missing: the ${location} script has no view`],
      [scripts.includes(location) || !hasView, `modules.${view}`, `has no background script at ${location}`],
      [
        scripts.indexOf(location) === scripts.lastIndexOf(location),
        'modules.jiraBackgroundScripts',
        `has several at ${location}`,
      ],
    );
  });
}

/**
 * @param {unknown} value
 * @returns {value is Json}
 */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * @param {unknown} value
 * @returns {any[]}
 */
function asList(value) {
  return Array.isArray(value) ? value : [];
}

/** @param {unknown} url */
function isRelative(url) {
  return typeof url === 'string' && /^\/(?!\/)\S*$/.test(url);
}

/** @param {unknown} url */
function isHttps(url) {
  return typeof url === 'string' && /^https:\/\/[^\s/]+(\/[^\s/]+)*$/.test(url);
}

/**
 * `/0/location/type` as people write it: `[0].location.type`.
 *
 * @param {string} pointer
 */
function asPath(pointer) {
  return pointer.replace(/\/(\d+)(?=\/|$)/g, '[$1]').replaceAll('/', '.');
}
