import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const UNDER_PACT = '/v1/pacts/{pactId}';
const METHODS = ['get', 'post', 'put', 'delete'];

/** Operations of the contract on a pact that no figure is named after; figures begin with `GET /entries/{id}` or `search`. */
export function unmeasured(figures: readonly string[]): string[] {
  const { paths } = parse(readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8')) as {
    paths: Record<string, Record<string, unknown>>;
  };
  const measured = new Set(figures.map((name) => name.replace(/^search\b/, 'GET /search').replace(/[:,].*/, '')));
  return Object.entries(paths)
    .filter(([path]) => path.startsWith(`${UNDER_PACT}/`))
    .flatMap(([path, operations]) =>
      METHODS.filter((method) => method in operations).map(
        (method) => `${method.toUpperCase()} ${path.slice(UNDER_PACT.length)}`,
      ),
    )
    .filter((operation) => !measured.has(operation));
}
