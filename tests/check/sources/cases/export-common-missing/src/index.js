const Resolver = require('@forge/resolver').default;
const resolver = new Resolver();
resolver.define('load', () => 1);
module.exports = { run: resolver.getDefinitions() };
