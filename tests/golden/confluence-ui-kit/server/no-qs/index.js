/** Without the real qs the server has 22 packages less to trust. */
exports.parse = () => {
  throw new Error('This server parses neither forms nor nested queries: see server/no-qs.');
};
