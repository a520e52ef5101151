// @ts-check
// The script `backup` of package.json, with the name of a file: copies the database into a new file, while the server may be running.
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const [target] = process.argv.slice(2);
const source = (process.env.DATABASE_URL || 'file:data/app.db').replace(/^(file|sqlite):(\/\/)?/, '');

/**
 * @param {string} message
 * @returns {never}
 */
function stop(message) {
  console.error(`error: ${message}`);
  process.exit(1);
}

if (!target) stop('name the file to write, such as backup.db');
if (existsSync(target)) stop(`${target} already exists`);
if (!existsSync(source)) stop(`there is no database at ${source}`);
new DatabaseSync(source, { timeout: 30_000 }).prepare('VACUUM INTO ?').run(target);
console.log(`Copied ${source} to ${target}.`);
