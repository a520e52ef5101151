// node forge.cjs SPEC, in the folder of an app: bundles resources of UI Kit as `forge deploy` does.
//
// Spec: { resources: { key: path }, folder }. Each resource becomes a folder of its key in `folder`, with a page.
const { cpSync } = require('node:fs');
const { join } = require('node:path');
const { NativeUIBundler } = require('@forge/bundler');

const silent = { info() {}, warn() {}, error() {}, debug() {}, trace() {} };

bundle(JSON.parse(process.argv[2])).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});

async function bundle({ resources, folder }) {
  const bundler = new NativeUIBundler(silent);
  for (const [key, path] of Object.entries(resources)) {
    const { nativeUiBundlesDetails } = await bundler.bundleResources([{ key, path }]);
    cpSync(nativeUiBundlesDetails[0].path, join(folder, key), { recursive: true });
  }
}
