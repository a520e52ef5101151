/** The entry of the script `start`. It checks Node's version before it loads code that needs a newer Node. */
import { engines } from '../../package.json';

const needed = /\d+(\.\d+)*/.exec(engines.node)?.[0] ?? '0';

function main(): void {
  if (isOlder(process.versions.node, needed)) {
    stop(`this server needs Node ${needed} or newer (found ${process.versions.node})`);
    return;
  }
  import('./run').then(({ run }) => run(`${import.meta.dirname}/..`)).then(() => process.exit(0), explain);
}

function isOlder(version: string, needed: string): boolean {
  return version.localeCompare(needed, 'en', { numeric: true }) < 0;
}

/** One sentence without a stack: the cause is in the environment, not in the program. */
function explain(reason: unknown): void {
  stop(reason instanceof Error ? reason.message : String(reason));
}

function stop(message: string): void {
  process.stderr.write(`error: ${message}\n`);
  process.exit(1);
}

main();
