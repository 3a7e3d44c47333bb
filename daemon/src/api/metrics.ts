/** What the API measures: every request by operation and status, beside the process's own figures and the gauges of the parts below. */
import { createRequire } from 'node:module';
import type * as Prometheus from 'prom-client';
import type { Gauge } from './parts.js';

// From a look-up in memory (0.1 ms) to a long poll (30 s).
const DURATION_BUCKETS_S = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
];

const require = createRequire(import.meta.url);

interface Collected {
  readonly registry: Prometheus.Registry;
  readonly duration_s: Prometheus.Histogram<'operation' | 'status'>;
}

/** The registry behind GET /v1/metrics; loaded with the first answer, so that a start does not wait for it. */
export class HttpMetrics {
  readonly #gauges: readonly Gauge[];
  #made: Collected | undefined;

  constructor(gauges: readonly Gauge[]) {
    this.#gauges = gauges;
  }

  /** Counts one answered request. */
  observe(operation: string, status: number, duration_ms: number): void {
    this.#collected().duration_s.observe({ operation, status }, duration_ms / 1000);
  }

  /** All metrics in Prometheus text format. */
  page(): Promise<string> {
    return this.#collected().registry.metrics();
  }

  #collected(): Collected {
    this.#made ??= collect(this.#gauges);
    return this.#made;
  }
}

function collect(gauges: readonly Gauge[]): Collected {
  const { collectDefaultMetrics, Gauge: PromGauge, Histogram, Registry } = require('prom-client') as typeof Prometheus;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const { name, help, value } of gauges) {
    new PromGauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  }
  const duration_s = new Histogram({
    name: 'concordat_http_request_duration_seconds',
    help: 'Time from the head of a request to the end of its answer, by operation of the contract and status',
    labelNames: ['operation', 'status'],
    buckets: DURATION_BUCKETS_S,
    registers: [registry],
  });
  return { registry, duration_s };
}
