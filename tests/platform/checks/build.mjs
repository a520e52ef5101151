// What `npm run build` finds in a project.
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

/**
 * Runs the project's own program in its folder.
 *
 * @returns {Promise<string[]>} why it failed
 */
export async function build(dir) {
  const found = [];
  const note = (error) => found.push(error.message);
  process.chdir(dir);
  // Vite leaves some of its promises alone when another one has failed; in a process of its own that ends the build.
  process.on('unhandledRejection', note);
  await import(pathToFileURL(join(dir, 'bgscript/scripts/build.mjs'))).catch(note);
  await setImmediate();
  process.off('unhandledRejection', note);
  return found;
}
