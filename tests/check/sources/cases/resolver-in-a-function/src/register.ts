export function register(app: { define(n: string, f: unknown): void }) {
  app.define('load', () => 1);
}
