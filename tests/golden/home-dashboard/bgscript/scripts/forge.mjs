// @ts-check
// Runs Forge's command line, which is installed once for all apps: the script `deploy` is `forge deploy` after the build.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const options = process.argv.slice(2);

// A second registration would make another app, without the environments, variables and storage of the first one.
const id = /^ {2}id: (.*)$/m.exec(readFileSync('manifest.yml', 'utf8'))?.[1] ?? '';
if (options[0] === 'register' && !id.endsWith('/00000000-0000-0000-0000-000000000000') && !id.includes('${')) {
  stop(`This app is registered: manifest.yml has its id, ${id}. Another registration would make another app.`);
}

// A shell finds the program's .cmd file on Windows; it joins the arguments, so each one is quoted.
const onWindows = process.platform === 'win32';
const done = spawnSync('forge', onWindows ? options.map((option) => JSON.stringify(option)) : options, {
  stdio: 'inherit',
  shell: onWindows,
});
if (done.error && 'code' in done.error && done.error.code === 'ENOENT') {
  stop("Forge's command line is not installed. Run `npm install --global @forge/cli`, then `forge login`.");
}
process.exitCode = done.status ?? 1;

/** @param {string} message */
function stop(message) {
  console.error(message);
  process.exit(1);
}
