export function register(app: { define(n: string, f: unknown): void }) {
  app.define('laod', () => 1);
}
