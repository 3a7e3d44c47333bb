import { writeFileSync } from 'node:fs';
import { recordBetween, tableRow } from '../report.js';
import { type Chart, type Series, svg } from './chart.js';
import { unmeasured } from './contract.js';
import { OPERATIONS } from './others/product.js';
import { type Measured, type Results, shown, verdict } from './results.js';

const SECTIONS: readonly (readonly [part: string, title: string])[] = [
  ['reads', 'Reads, 16 callers: p50 / p99'],
  ['search', 'Search, ten entries an answer, 16 callers: p50 / p99'],
  ['writes', 'Writes: p50 / p99'],
  ['upkeep', 'Disk, memory, restart, reindex'],
  ['grow', 'Growing'],
  ['join', 'A new node joins'],
  ['others', 'What a user would pick instead'],
];
const NONE = '–';

/** What of the daemon stands beside the others, by the name of their row. */
const OWN: Readonly<Record<string, string>> = {
  write: 'POST /knowledge, 16 callers',
  'read by id': 'GET /entries/{id}',
  'newest 50': 'GET /entries: newest 50',
  'search: two common words': 'search: two common words',
  'writes a second': 'POST /knowledge, 16 callers: rate',
  'disk, per entry': 'disk, per entry',
  RSS: 'RSS after the reads and searches',
};

/** Writes the tables into the document between its marks, and the charts beside it. */
export function record(results: Results, document: URL): void {
  const sections = SECTIONS.flatMap(([part, title]) => {
    const figures = part === 'others' ? compared(results) : results.of(part);
    return figures.length ? [`## ${title}`, '', ...table(figures, results.sizes), ''] : [];
  });
  const charts = chartsOf(results);
  for (const [file, chart] of charts) writeFileSync(new URL(file, document), svg(chart));
  const text = [
    ...results.machine.map((fact) => `- ${fact}`),
    `- not measured: ${unmeasured(results.all.map(({ name }) => name)).join(', ')}`,
    '',
    ...charts.flatMap(([file, { title }]) => [`![${title}](${file})`, '']),
    ...sections,
  ];
  recordBetween(document, 'scale', text.join('\n').trim());
}

/** The daemon's own figures in front of those of the others. */
function compared(results: Results): Measured[] {
  const others = results.of('others');
  const kinds = [...new Set(others.map(({ name }) => name.replace(/: [^:]+$/, '')))];
  return kinds.flatMap((kind) => [
    ...results.all
      .filter(({ name }) => name === OWN[kind])
      .map(({ name: _name, entries, unit, value, p99 }) => ({
        name: `${kind}: Concordat`,
        entries,
        unit,
        value,
        ...(p99 === undefined ? {} : { p99 }),
      })),
    ...others.filter(({ name }) => name.replace(/: [^:]+$/, '') === kind),
  ]);
}

function table(figures: readonly Measured[], sizes: readonly number[]): string[] {
  const names = [...new Set(figures.map(({ name }) => name))];
  const known = names.map((name) =>
    figures.filter((figure) => figure.name === name).toSorted((a, b) => a.entries - b.entries),
  );
  const raw = known.some((rows) => rows.some((row) => row.raw));
  const bare = known.some((rows) => rows.some((row) => row.bare));
  const judged = known.some((rows) => rows.some(verdict));
  const head = [
    'figure',
    ...sizes.map((size) => size.toLocaleString('en')),
    ...(raw ? ['largest ÷'] : []),
    ...(bare ? ['raw limit, same run'] : []),
    ...(judged ? ['promised', ''] : []),
  ];
  const rows = known.map((rowsOfName) => {
    const at = (size: number): Measured | undefined => rowsOfName.find(({ entries }) => entries === size);
    const largest = rowsOfName.reduce((a, b) => (b.entries > a.entries ? b : a));
    const beside = largest.bare;
    return [
      largest.name,
      ...sizes.map((size) => (at(size) ? shown(at(size) as Measured) : NONE)),
      ...(raw ? [largest.raw ? `${(largest.value / largest.raw.value).toFixed(2)} ${largest.raw.what}` : ''] : []),
      ...(bare
        ? [beside ? `${shown({ value: beside.value, p99: undefined, unit: largest.unit })} ${beside.what}` : '']
        : []),
      ...(judged ? promises(rowsOfName) : []),
    ];
  });
  return [head, head.map(() => '---'), ...rows].map(tableRow);
}

/** The promise and the verdict of each size that has one; said once when all sizes have the same. */
function promises(rows: readonly Measured[]): [string, string] {
  const all = rows.flatMap((row) => {
    const judged = verdict(row);
    return judged ? [{ ...judged, entries: row.entries.toLocaleString('en') }] : [];
  });
  const held = (one: { held: boolean }): string => (one.held ? 'held' : 'missed');
  const same = new Set(all.map(({ promise }) => promise)).size === 1;
  return [
    same ? (all[0]?.promise ?? '') : all.map(({ promise, entries }) => `${promise} at ${entries}`).join('; '),
    new Set(all.map(held)).size === 1
      ? held(all[0] as { held: boolean })
      : all.map((one) => `${held(one)} at ${one.entries}`).join(', '),
  ];
}

function chartsOf(results: Results): [string, Chart][] {
  const line = (name: string, as: string, of: (figure: Measured) => number | undefined = (f) => f.value): Series => ({
    name: as,
    points: results.all
      .filter((figure) => figure.name === name && of(figure) !== undefined)
      .map((figure): [number, number] => [figure.entries, of(figure) as number])
      .sort(([a], [b]) => a - b),
  });
  const compare = (kind: string, products: readonly string[]): Series[] => [
    line(OWN[kind] as string, 'Concordat'),
    ...products.map((product) => line(`${kind}: ${product}`, product)),
  ];
  const products = ['SQLite FTS5 file', 'PostgreSQL', 'Redis stream', 'MCP memory server'];
  const x_label = 'entries in the pact';
  const charts: [string, Chart][] = [
    [
      'reads.svg',
      {
        title: 'Reads, 16 callers, p50',
        y_label: 'ms',
        x_label,
        series: [
          line('GET /entries: newest 50', 'newest 50'),
          line('GET /entries: 50 from the middle on', '50 from the middle on'),
          line('GET /knowledge: 50 of one topic in a hundred', '50 of a topic'),
          line('GET /tasks: newest 50 open', 'newest 50 open tasks'),
          line('GET /tasks/{id}', 'task by id'),
          line('GET /entries/{id}', 'entry by id'),
          line('GET /changes: first 50', 'changes'),
        ],
      },
    ],
    [
      'search.svg',
      {
        title: 'Search, 16 callers, ten entries an answer',
        y_label: 'ms',
        x_label,
        series: [
          line('search: two common words', 'two common words, p99', ({ p99 }) => p99),
          line('search: two common words', 'two common words, p50'),
          line('search: a phrase of two common words', 'phrase, p50'),
          line('search: three letters and what begins so', 'abc*, p50'),
          line('search: one rare word', 'one rare word, p50'),
        ],
      },
    ],
    [
      'memory.svg',
      {
        title: 'Resident memory of the daemon',
        y_label: 'MB',
        x_label,
        promise: 500,
        series: [
          line('RSS, the most while growing', 'most while growing'),
          line('RSS after the reads and searches', 'after reads and searches'),
          line('RSS after reindex', 'after reindex'),
          line('RSS after a restart', 'after a restart'),
        ],
      },
    ],
    [
      'disk.svg',
      {
        title: 'Bytes on disk for an entry of 300 bytes of text',
        y_label: 'bytes',
        x_label,
        promise: 3000,
        series: [
          line('disk, per entry', 'all'),
          line('disk, per entry: log store', 'log store'),
          line('disk, per entry: projection', 'projection'),
          line('disk, per entry: search index', 'search index'),
        ],
      },
    ],
    // A comparison with nothing beside it is none.
    ...OPERATIONS.filter((operation) =>
      products.some((product) => results.all.some(({ name }) => name === `${operation}: ${product}`)),
    ).map((operation): [string, Chart] => [
      `others-${(operation.split(':')[0] as string).replaceAll(' ', '-')}.svg`,
      { title: `${operation}, p50`, y_label: 'ms', x_label, series: compare(operation, products) },
    ]),
  ];
  return charts.filter(([, { series }]) => series.some(({ points }) => points.length > 1));
}
