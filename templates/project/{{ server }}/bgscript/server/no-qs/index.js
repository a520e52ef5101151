// @ts-check
/** Replaces the package qs and its dependencies, which Express needs only for nested queries and forms. */
exports.parse = () => {
  throw new Error('This server parses neither forms nor nested queries: see server/no-qs.');
};
