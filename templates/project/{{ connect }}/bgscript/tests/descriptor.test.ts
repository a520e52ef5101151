import { expect, test } from 'vitest';
import descriptor from '../../atlassian-connect.json';
import { checkDescriptor } from '../scripts/descriptor.mjs';

test('the descriptor follows the rules', () => {
  expect(checkDescriptor(descriptor)).toEqual([]);
});

test('script and view have an address of their own at each location', () => {
  const { jiraBackgroundScripts: scripts, ...others } = descriptor.modules;
  const locations = scripts.map(({ location }) => location.type);
  expect(scripts.map(({ url }) => url)).toEqual(locations.map((location) => `/background/${location}`));
  const urls = Object.values<object[]>(others).flatMap((modules) =>
    modules.map((module) => 'url' in module && module.url),
  );
  expect(urls).toEqual(expect.arrayContaining(locations.map((location) => `/view/${location}`)));
});

const GOOD = {
  key: 'app',
  name: 'App',
  baseUrl: 'https://app.example.com',
  apiMigrations: { 'signed-install': true, 'context-qsh': true },
  authentication: { type: 'jwt' },
  lifecycle: { installed: '/installed', uninstalled: '/uninstalled' },
  scopes: [],
  modules: {
    jiraBackgroundScripts: [
      { key: 'script-1', url: '/background/dashboard', location: { type: 'dashboard' } },
      { key: 'script-2', url: '/background/issue_view', location: { type: 'issue_view', shouldReloadOnRefresh: true } },
    ],
    jiraDashboardItems: [
      {
        key: 'item',
        name: { value: 'Item' },
        description: { value: '' },
        thumbnailUrl: '/icon.svg',
        url: '/view/dashboard',
      },
    ],
    webPanels: [
      {
        key: 'panel',
        name: { value: 'Panel' },
        location: 'atl.jira.view.issue.right.context',
        url: '/view/issue_view',
      },
    ],
  },
};

test('a descriptor with both locations follows the rules', () => {
  expect(checkDescriptor(GOOD)).toEqual([]);
});

test('modules of your own need no background script', () => {
  const [panel] = GOOD.modules.webPanels;
  const own = {
    webPanels: [panel, { ...panel, key: 'own-panel', location: 'atl.jira.view.issue.left.context', url: '/own-panel' }],
    webItems: [
      { key: 'own-item', name: { value: 'Item' }, location: 'system.top.navigation.bar', url: 'https://example.com' },
    ],
    webhooks: [
      { event: 'jira:issue_created', url: '/issue-created' },
      { event: 'jira:issue_deleted', url: '/issue-deleted' },
    ],
    jiraEntityProperties: [{ key: 'own-property', name: { value: 'Property' } }],
  };
  expect(checkDescriptor({ ...GOOD, modules: { ...GOOD.modules, ...own } })).toEqual([]);
  expect(checkDescriptor({ ...GOOD, modules: { webPanels: own.webPanels.slice(1) } })).toEqual([]);
});

/** Each change breaks a rule; the checker must say which, and where. `undefined` removes the property. */
test.each([
  ['key', 'my app', 'must be 1 to 64 letters'],
  ['name', undefined, 'is required'],
  ['baseUrl', 'http://app.example.com', 'must be an https address'],
  ['baseUrl', 'https://app.example.com/', 'must be an https address'],
  ['authentication.type', 'none', 'must be "jwt"'],
  ['lifecycle.installed', undefined, 'must be a path'],
  ['lifecycle.uninstalled', 'https://evil.example.com/', 'must be a path'],
  ['apiMigrations.signed-install', undefined, 'must be true'],
  ['apiMigrations.context-qsh', false, 'must be true'],
  ['scopes', 'READ', 'must be a list'],
  ['scopes[0]', 'read', '"read" is not one of READ'],
  ['module', {}, 'is not a property of a descriptor'],
  ['modules', undefined, 'must be an object'],
  ['modules.jiraBackgroundScript', [], 'is not a module of Jira'],
  ['modules.jiraBackgroundScripts', [], 'must NOT have fewer than 1 items'],
  ['modules.jiraBackgroundScripts', {}, 'must be array'],
  ['modules.jiraBackgroundScripts[0]', 'script', 'must be an object'],
  ['modules.jiraBackgroundScripts[0].location', 'dashboard', 'must be object'],
  [
    'modules.jiraBackgroundScripts[0].location.type',
    'issue-view',
    'must be equal to one of the allowed values: issue_view',
  ],
  ['modules.jiraBackgroundScripts[0].location.type', 'DASHBOARD', 'must be one of dashboard, issue_view'],
  ['modules.jiraBackgroundScripts[0].location.refresh', true, 'is not a property of a location'],
  ['modules.jiraBackgroundScripts[0].location.shouldReloadOnRefresh', true, 'is for issue_view only'],
  ['modules.jiraBackgroundScripts[1].location.shouldReloadOnRefresh', 'yes', 'must be true or false'],
  ['modules.jiraBackgroundScripts[0].key', 'my_script', 'must be 1 to 100 letters, digits or dashes'],
  ['modules.jiraBackgroundScripts[0].key', 'x'.repeat(101), 'must be 1 to 100'],
  ['modules.jiraBackgroundScripts[1].key', 'script-1', 'is taken by another module'],
  ['modules.jiraBackgroundScripts[0].url', 'https://app.example.com/', 'must be relative'],
  ['modules.jiraBackgroundScripts[0].url', '//evil.example.com/', 'must be relative'],
  ['modules.jiraBackgroundScripts[0].url', '/background?id={dashboard.id}', 'takes no context parameters'],
  ['modules.jiraBackgroundScripts[0].uri', '/', 'is not a property of jiraBackgroundScripts'],
  [
    'modules.jiraBackgroundScripts',
    [GOOD.modules.jiraBackgroundScripts[0]],
    'has no background script at issue_view',
    'modules.webPanels',
  ],
  [
    'modules.jiraBackgroundScripts[1].location',
    { type: 'dashboard' },
    'has several at dashboard',
    'modules.jiraBackgroundScripts',
  ],
  ['modules.jiraDashboardItems', undefined, 'is missing'],
  ['modules.webPanels', undefined, 'is missing'],
  [
    'modules.jiraDashboardItems[0].thumbnailUrl',
    undefined,
    "must have required property 'thumbnailUrl'",
    'modules.jiraDashboardItems[0]',
  ],
  ['modules.jiraDashboardItems[0].name', 'Item', 'must be object'],
  ['modules.webPanels[0].location', undefined, "must have required property 'location'", 'modules.webPanels[0]'],
  ['modules.webPanels[0].name.value', undefined, "must have required property 'value'", 'modules.webPanels[0].name'],
  ['modules.webPanels[0].weight', 'heavy', 'must be'],
])('%s = %j: %s', (path, value, message, place = path) => {
  const problems = checkDescriptor(changed(GOOD, path.split(/[.[\]]+/).filter(Boolean), value));
  expect(problems.filter((problem) => problem.startsWith(`${place}: `)).join('\n')).toContain(message);
});

test('a descriptor that is not an object is refused', () => {
  for (const value of [null, [], 'text']) expect(checkDescriptor(value)).toEqual(['is not a JSON object']);
});

function changed(document: unknown, [name = '', ...rest]: string[], value: unknown): unknown {
  const copy = (Array.isArray(document) ? [...(document as unknown[])] : { ...(document as object) }) as Record<
    string,
    unknown
  >;
  copy[name] = rest.length > 0 ? changed(copy[name], rest, value) : value;
  return JSON.parse(JSON.stringify(copy)) as unknown;
}
