/** Metrics for Prometheus. They have a port of their own, because only the operator may see them. */
import type { RequestListener, Server } from 'node:http';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  observe(request: { method: string; route: string; status: number; seconds: number }): void;
  /** Counts the open connections of this server. */
  watch(server: Server): void;
  /** Answers GET /metrics. */
  answer: RequestListener;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Requests by method, route and status, and how long they took. 499: the client left before the answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });

  return {
    observe({ method, route, status, seconds }) {
      duration.observe({ method, route, status }, seconds);
    },
    watch(server) {
      new Gauge({
        name: 'http_connections',
        help: 'Open connections.',
        registers: [registry],
        async collect() {
          this.set(await new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count))));
        },
      });
    },
    answer(request, response) {
      if (request.method !== 'GET' || request.url !== '/metrics') {
        response.writeHead(404).end();
        return;
      }
      void registry.metrics().then((text) => {
        response.writeHead(200, { 'Content-Type': registry.contentType, 'Cache-Control': 'no-store' }).end(text);
      });
    },
  };
}
