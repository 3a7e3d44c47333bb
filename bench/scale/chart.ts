/** A line of a chart: a value at each x where there is one. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** A chart with logarithmic axes, as far as its numbers are above 0. */
export interface Chart {
  readonly title: string;
  readonly x_label: string;
  /** With the unit. */
  readonly y_label: string;
  readonly series: readonly Series[];
  /** A promise, drawn as a dashed line. */
  readonly promise?: number;
}

const WIDTH = 760;
const HEIGHT = 420;
const PLOT = { left: 72, right: 520, top: 44, bottom: 364 };
/** Told apart by people of every kind of colour vision (Okabe and Ito), and readable on white and on black; shapes tell them apart again. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#b8860b', '#56b4e9', '#8a6fd1', '#7f7f7f'];
const SHAPES = [
  'M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0',
  'M-4,-4h8v8h-8z',
  'M0,-5L5,4H-5Z',
  'M0,-5L5,0L0,5L-5,0Z',
  'M0,5L5,-4H-5Z',
];
const LABEL_PX = 16;

const STYLE = `text{font:13px system-ui,sans-serif;fill:#1f2328}.title{font-size:15px;font-weight:600}.back{fill:#fff}.grid{stroke:#d1d9e0}.axis{stroke:#59636e}
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.back{fill:#0d1117}.grid{stroke:#30363d}.axis{stroke:#8d96a0}}`;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const place = (value: number): string => String(Math.round(value * 10) / 10);

/** 10, 100, 1,000 as powers would be read slowly; 0.01 stays as it is. */
const tick = (value: number): string =>
  value >= 1 ? value.toLocaleString('en') : String(Number(value.toPrecision(1)));

/** A logarithmic scale from one pixel to another over whole decades. */
function scale(
  values: readonly number[],
  from: number,
  to: number,
): { at: (value: number) => number; ticks: number[] } {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  return {
    at: (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from),
    ticks: Array.from({ length: high - low + 1 }, (_, n) => 10 ** (low + n)),
  };
}

/** Labels at the ends of the lines, moved apart where they would touch. */
function labelPlaces(wanted: readonly number[]): number[] {
  const order = wanted.map((_, n) => n).sort((a, b) => (wanted[a] as number) - (wanted[b] as number));
  const places = [...wanted];
  let last = Number.NEGATIVE_INFINITY;
  for (const n of order) {
    places[n] = Math.max(wanted[n] as number, last + LABEL_PX);
    last = places[n] as number;
  }
  const over = Math.max(0, last - PLOT.bottom);
  return places.map((at) => at - over);
}

/** The chart as an SVG file, readable on a light and on a dark page. Values that are not above 0 are left out. */
export function svg(chart: Chart): string {
  const series = chart.series
    // Numbered before any is left out: a line looks the same in every chart of its kind.
    .map((one, n) => ({ ...one, n, points: one.points.filter(([x, y]) => x > 0 && y > 0) }))
    .filter(({ points }) => points.length > 0);
  const points = series.flatMap((one) => one.points);
  if (points.length === 0) throw new Error(`the chart "${chart.title}" has nothing to show`);
  const promised = chart.promise === undefined ? [] : [chart.promise];
  const x = scale(
    points.map(([value]) => value),
    PLOT.left,
    PLOT.right,
  );
  const y = scale([...points.map(([, value]) => value), ...promised], PLOT.bottom, PLOT.top);
  const grid = y.ticks.map(
    (value) =>
      `<path class="grid" d="M${PLOT.left},${place(y.at(value))}H${PLOT.right}"/><text x="${PLOT.left - 8}" y="${place(y.at(value) + 4)}" text-anchor="end">${tick(value)}</text>`,
  );
  const columns = x.ticks.map(
    (value) =>
      `<path class="grid" d="M${place(x.at(value))},${PLOT.top}V${PLOT.bottom}"/><text x="${place(x.at(value))}" y="${PLOT.bottom + 20}" text-anchor="middle">${tick(value)}</text>`,
  );
  const dashes = promised.map(
    (value) =>
      `<path class="axis" stroke-dasharray="6 4" d="M${PLOT.left},${place(y.at(value))}H${PLOT.right}"/><text x="${PLOT.right - 6}" y="${place(y.at(value) + 15)}" text-anchor="end">promised</text>`,
  );
  const ends = labelPlaces(series.map((one) => y.at(one.points.at(-1)?.[1] ?? 1)));
  const lines = series.map((one, row) => {
    const colour = COLOURS[one.n % COLOURS.length];
    const shape = SHAPES[one.n % SHAPES.length];
    const at = one.points.map(([px, py]) => [place(x.at(px)), place(y.at(py))] as const);
    const marks = at.map(([px, py]) => `<path transform="translate(${px},${py})" d="${shape}" fill="${colour}"/>`);
    const end = at.at(-1)?.[0];
    const label = place(ends[row] as number);
    return [
      `<polyline points="${at.map((pair) => pair.join(',')).join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      ...marks,
      `<path d="M${Number(end) + 6},${at.at(-1)?.[1]}L${PLOT.right + 12},${label}" stroke="${colour}" stroke-opacity="0.5"/>`,
      `<path transform="translate(${PLOT.right + 18},${label})" d="${shape}" fill="${colour}"/>`,
      `<text x="${PLOT.right + 28}" y="${place((ends[row] as number) + 4)}">${escaped(one.name)}</text>`,
    ].join('\n');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(chart.title).replaceAll('"', '&quot;')}">`,
    `<style>${STYLE}</style>`,
    `<rect class="back" width="${WIDTH}" height="${HEIGHT}"/>`,
    `<text class="title" x="${PLOT.left}" y="24">${escaped(chart.title)}</text>`,
    ...grid,
    ...columns,
    `<path class="axis" fill="none" d="M${PLOT.left},${PLOT.top}V${PLOT.bottom}H${PLOT.right}"/>`,
    ...dashes,
    ...lines,
    `<text x="${(PLOT.left + PLOT.right) / 2}" y="${HEIGHT - 14}" text-anchor="middle">${escaped(chart.x_label)}</text>`,
    `<text transform="translate(16,${(PLOT.top + PLOT.bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(chart.y_label)}</text>`,
    '</svg>',
    '',
  ].join('\n');
}
