/** `npm start` begins here: checks Node's version before it loads anything that an older Node does not have. */
import { engines } from '../package.json';

const needed = /\d+(\.\d+)*/.exec(engines.node)?.[0] ?? '0';

function main(): void {
  if (isOlder(process.versions.node, needed)) {
    stop(`this server needs Node ${needed} or newer, and this is Node ${process.versions.node}`);
    return;
  }
  import('./run').then(({ run }) => run(`${import.meta.dirname}/..`)).then(() => process.exit(0), explain);
}

function isOlder(version: string, needed: string): boolean {
  return version.localeCompare(needed, 'en', { numeric: true }) < 0;
}

/** One sentence, and no stack: whoever reads it has to change the environment, not the program. */
function explain(reason: unknown): void {
  stop(reason instanceof Error ? reason.message : String(reason));
}

function stop(message: string): void {
  process.stderr.write(`error: ${message}\n`);
  process.exit(1);
}

main();
