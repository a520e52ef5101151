// Preloaded into the app under load: on SIGUSR2 it collects garbage and says on stderr what is left.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc');

process.on('SIGUSR2', () => {
  gc();
  const { heapUsed, external, arrayBuffers, rss } = process.memoryUsage();
  const mb = (bytes) => (bytes / 1024 / 1024).toFixed(1);
  process.stderr.write(`heap ${mb(heapUsed)} external ${mb(external)} buffers ${mb(arrayBuffers)} rss ${mb(rss)}\n`);
});
