import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

interface Manifest {
  modules: Record<string, { key: string; resource?: string; edit?: { resource: string } }[]>;
  resources: { key: string; path: string }[];
}

const { modules, resources } = parse(readFileSync('manifest.yml', 'utf8')) as Manifest;
const all = Object.values(modules).flat();

test('every front end of the manifest has its source, and every source is in the manifest', () => {
  for (const { key, path } of resources) {
    expect(path).toBe(`build/${key}`);
    expect(existsSync(`src/${key}/index.html`), `src/${key}/index.html`).toBe(true);
  }
  const used = all.flatMap((module) => [module.resource, module.edit?.resource]).filter(Boolean);
  expect(new Set(used)).toEqual(new Set(resources.map(({ key }) => key)));
});

test('script and view run code of their own: one resource for both would run the same code twice', () => {
  const isScript = (type: string) => type.endsWith('ackgroundScript');
  const used = (types: string[]) => new Set(types.flatMap((type) => modules[type]!.map(({ resource }) => resource)));
  const scripts = used(Object.keys(modules).filter(isScript));
  const others = used(Object.keys(modules).filter((type) => !isScript(type)));
  for (const resource of scripts) expect(others).not.toContain(resource);
});

test('keys are unique across all modules', () => {
  expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
});
