/** What the API measures: every request by operation and status, beside the process's own figures and the gauges of the parts below. */
import { Gauge as PromGauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Gauge } from './parts.js';

// From a look-up in memory (0.1 ms) to a long poll (30 s).
const DURATION_BUCKETS_S = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
];

/** The registry behind GET /v1/metrics. */
export class HttpMetrics {
  readonly #registry = new Registry();
  readonly #duration_s: Histogram<'operation' | 'status'>;

  constructor(gauges: readonly Gauge[]) {
    collectDefaultMetrics({ register: this.#registry });
    this.#duration_s = new Histogram({
      name: 'concordat_http_request_duration_seconds',
      help: 'Time from the head of a request to the end of its answer, by operation of the contract and status',
      labelNames: ['operation', 'status'],
      buckets: DURATION_BUCKETS_S,
      registers: [this.#registry],
    });
    for (const { name, help, value } of gauges) {
      new PromGauge({
        name,
        help,
        registers: [this.#registry],
        collect() {
          this.set(value());
        },
      });
    }
  }

  /** Counts one answered request. */
  observe(operation: string, status: number, duration_ms: number): void {
    this.#duration_s.observe({ operation, status }, duration_ms / 1000);
  }

  /** All metrics in Prometheus text format. */
  page(): Promise<string> {
    return this.#registry.metrics();
  }
}
