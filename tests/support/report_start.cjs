// A Node that no test expects says that it was started, see layers.py.
const { appendFileSync } = require('node:fs');

appendFileSync(process.env.BGSCRIPT_TESTS_NODE, `${process.argv.join(' ')}\n`);
