import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { ChartDef, ChartOptions } from '../../src/charts/chart.js';
import { charts } from '../../src/charts/kinds/index.js';
import { dark, light, variables } from '../../src/charts/palette.js';
import type { Mark, Place, Scene } from '../../src/charts/scene.js';
import { toSvg } from '../../src/charts/svg.js';
import { METRIC_NAMES } from '../../src/core/metric.js';
import { documentsOf, type Made } from '../charts/documents.js';

const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '</text></svg><script>alert(1)</script>',
  '"&\'<![CDATA[]]>&#0;&nbsp;',
  'a\u0000b\u001b[31mc\u009b\u2028\u202e\ufffe\ud800',
  'x'.repeat(300),
  'שלום \u200f\u2067 مرحبا 漢字 😀',
];

const CASES: Readonly<Record<string, Made>> = {
  'no trials': { trials: 0 },
  'one trial': { trials: 1 },
  'three trials': { trials: 3 },
  'trials in every state': { trials: 40 },
  'trials that all failed': { trials: 5, states: ['failed'] },
  'trials that all diverged': { trials: 5, states: ['diverged'] },
  'trials that were all stopped': { trials: 5, states: ['stopped'] },
  'trials that all wait': { trials: 5, states: ['queued'] },
  'a metric that is to be small': { trials: 20, metric: 'val_loss', goal: 'minimize' },
  'values that are no numbers': { trials: 20, nullEvery: 3 },
  'no value that is a number': { trials: 20, nullEvery: 1 },
  'a single epoch': { trials: 9, epochs: 1 },
};

describe.each(charts.map((chart) => [chart.kind, chart] as const))('chart %s', (_, chart) => {
  const drawn = (made: Made, options: ChartOptions = {}, frame = chart.frame): Scene =>
    chart.draw(documentsOf(made), options, frame);

  test('has a row in the guide', () => {
    const guide = readFileSync(new URL('../../docs/plots.md', import.meta.url), 'utf8');
    expect(guide).toContain(`\n| \`${chart.kind}\` | `);
  });

  test('is listed once, with a title, a summary and documents', () => {
    expect(charts.filter(({ kind }) => kind === chart.kind)).toEqual([chart]);
    expect(chart.kind).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect([chart.title, chart.summary].every((text) => text.length > 3)).toBe(true);
    expect(chart.needs.length).toBeGreaterThan(0);
  });

  describe.each(Object.entries(CASES))('of %s', (_, made) => {
    const scene = drawn(made);

    test('is the same twice, and leaves its documents as they were', () => {
      const documents = frozen(documentsOf(made));
      expect(chart.draw(documents, {}, chart.frame)).toEqual(scene);
      expect(documents).toEqual(documentsOf(made));
      expect(toSvg(chart.draw(documents, {}, chart.frame), light)).toBe(toSvg(scene, light));
    });

    test('has all places in its frame', () => expectInFrame(scene, chart));

    test('says what there is to see, and has no number that is none', () => {
      expect(scene.title).not.toBe('');
      expect(scene.summary.length).toBeGreaterThan(10);
      expect(`${scene.summary}${toSvg(scene, light)}`).not.toMatch(
        /NaN|Infinity|undefined|\[object/,
      );
      expect(scene.table.rows.flat().filter((cell) => Number.isNaN(cell))).toEqual([]);
    });

    test('has a table that agrees with its marks', () => {
      for (const row of scene.table.rows) expect(row).toHaveLength(scene.table.columns.length);
      const column = scene.table.columns.indexOf('trial');
      const trials = new Set(scene.marks.flatMap(({ trial }) => trial ?? []));
      const listed = new Set(column < 0 ? trials : scene.table.rows.map((row) => row[column]));
      expect([...trials].filter((trial) => !listed.has(trial))).toEqual([]);
      if (scene.table.rows.length > 0) expect(scene.areas.length).toBeGreaterThan(0);
    });

    test('is SVG', () => expectSvg(scene));
  });

  test.each(HOSTILE)('takes %j for a name', async (names) => {
    await expectSvg(drawn({ trials: 9, names }));
    expectInFrame(drawn({ trials: 9, names }), chart);
  });

  test.each([
    [320, 240],
    [2000, 1200],
  ])('fits %i x %i', (width, height) => {
    expectInFrame(drawn({ trials: 40 }, {}, { width, height }), chart);
  });

  test('draws 5,000 trials', async () => {
    const scene = drawn({ trials: 5000 });
    expectInFrame(scene, chart);
    await expectSvg(scene);
  });

  test('keeps to its places whatever is asked of it', () => {
    const name = fc.constantFrom(
      ...METRIC_NAMES,
      'epoch',
      'trial',
      'learning_rate',
      'scheduler',
      'x',
    );
    const end = fc.oneof(fc.double({ noNaN: true }), fc.double({ min: -1, max: 50, noNaN: true }));
    const stretch = fc.record({ low: end, high: end });
    const values = fc.record({ values: fc.array(fc.constantFrom('constant', 'none', '-')) });
    const asked = fc.record(
      {
        states: fc.uniqueArray(fc.constantFrom('finished', 'stopped', 'failed', 'running')),
        top: fc.integer({ min: 1, max: 60 }),
        smooth: fc.double({ min: 0, max: 0.99, noNaN: true }),
        x: fc.oneof(name, fc.constant('seconds')),
        y: name,
        log: fc.uniqueArray(name),
        linear: fc.uniqueArray(name),
        brush: fc.dictionary(name, fc.oneof(stretch, values), { maxKeys: 2 }),
        zoom: fc.dictionary(name, stretch, { maxKeys: 2 }),
        chosen: fc.array(fc.integer({ min: 100, max: 130 })),
      },
      { requiredKeys: [] },
    );
    const property = fc.property(asked, (options) => {
      const scene = drawn({ trials: 20, nullEvery: 4 }, options as ChartOptions);
      expectInFrame(scene, chart);
      expect(toSvg(scene, dark)).not.toMatch(/NaN|Infinity|undefined/);
    });
    fc.assert(property, { numRuns: 60 });
  });
});

/** What is cut off at an area may lie outside, but must lie somewhere. */
function expectInFrame({ width, height, marks, areas }: Scene, { frame }: ChartDef): void {
  expect(frame.width).toBeGreaterThanOrEqual(200);
  const lost = marks.filter((mark) => {
    const [x, y] =
      mark.within === undefined ? [width, height] : [Number.MAX_VALUE, Number.MAX_VALUE];
    const least = mark.within === undefined ? 0 : -Number.MAX_VALUE;
    return placesOf(mark).some(
      ([left, top]) => !(left >= least && left <= x + 1e-6 && top >= least && top <= y + 1e-6),
    );
  });
  expect(lost.slice(0, 3)).toEqual([]);
  const within = marks.flatMap((mark) => mark.within ?? []);
  expect(within.filter((place) => areas[place] === undefined)).toEqual([]);
  for (const area of areas) {
    expect(Math.min(area.left, area.top, area.width, area.height)).toBeGreaterThan(0);
    expect(area.left + area.width).toBeLessThanOrEqual(width + 1e-6);
    expect(area.top + area.height).toBeLessThanOrEqual(height + 1e-6);
    for (const axis of [area.x, area.y]) {
      if (axis && axis.kind !== 'category') expect(axis.low).toBeLessThan(axis.high);
      if (axis?.kind === 'log') expect(axis.low).toBeGreaterThan(0);
    }
  }
}

function placesOf(mark: Mark): readonly Place[] {
  switch (mark.kind) {
    case 'line':
    case 'area':
      return mark.places.flatMap((place) => (place ? [place] : []));
    case 'bar':
      return [
        [mark.left, mark.top],
        [mark.left + mark.width, mark.top + mark.height],
      ];
    default:
      return [mark.place];
  }
}

/** Read by librsvg, whose XML parser is libxml2's; and nothing in it acts, or comes from outside. */
async function expectSvg(scene: Scene): Promise<void> {
  const svg = toSvg(scene, variables, { id: 'a' });
  const { format, width } = await sharp(Buffer.from(svg), { unlimited: true }).metadata();
  expect({ format, width }).toEqual({ format: 'svg', width: scene.width });
  const tags = svg.match(/<[^>]*>/g) ?? [];
  const names = new Set(tags.map((tag) => /^<\/?([^\s/>]*)/.exec(tag)?.[1]));
  expect([...names].filter((name) => !ELEMENTS.includes(name!))).toEqual([]);
  const attributes = new Set(tags.flatMap((tag) => tag.match(/\s[a-zA-Z:-]+(?==")/g) ?? []));
  expect([...attributes].filter((name) => /^\s(?:on|style|href|src|xlink)/.test(name))).toEqual([]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(svg).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/);
}

const ELEMENTS = [
  ...['svg', 'title', 'desc', 'rect', 'path', 'circle', 'polygon', 'text', 'image'],
];

function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).map(frozen);
  return value;
}
