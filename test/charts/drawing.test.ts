import { describe, expect, test } from 'vitest';
import { type Canvas, paint } from '../../src/charts/canvas.js';
import { light } from '../../src/charts/palette.js';
import type { Mark, Scene } from '../../src/charts/scene.js';
import { toSvg } from '../../src/charts/svg.js';

const area = { left: 10, top: 10, width: 80, height: 80, x: null, y: null };

const sceneOf = (...marks: readonly Mark[]): Scene => ({
  ...{ width: 100, height: 100, title: 'A <title>', summary: 'What & why', areas: [area] },
  ...{ marks, table: { columns: [], rows: [] } },
});

const bodyOf = (...marks: readonly Mark[]) =>
  toSvg(sceneOf(...marks), light)
    .split('\n')
    .slice(4, -2);

describe('as SVG', () => {
  test('a scene has its title and summary, which name it to who cannot see it', () => {
    const svg = toSvg(sceneOf(), light, { id: 'c1' });
    expect(svg).toContain('role="img" aria-labelledby="c1-title c1-desc"');
    expect(svg).toContain('<title id="c1-title">A &lt;title&gt;</title>');
    expect(svg).toContain('<desc id="c1-desc">What &amp; why</desc>');
  });

  test('a line has its gaps, and a place between two gaps is a dot', () => {
    const places = [[0, 1], [2, 3.456], null, [5, 5], null, [7, 7], [8, 8]] as const;
    expect(bodyOf({ kind: 'line', places, color: 'ink' })).toEqual([
      '<path d="M0 1L2 3.46M5 5L5 5M7 7L8 8" fill="none" stroke="#1b1e24" stroke-width="1.5"/>',
    ]);
  });

  test('stairs keep each value until the next', () => {
    const places = [
      [0, 9],
      [4, 5],
    ] as const;
    const [path] = bodyOf({ kind: 'line', places, color: 'ink', stepped: true });
    expect(path).toContain('d="M0 9L4 9L4 5"');
  });

  test('neighboring lines of equal look are one path, but those of trials stay apart', () => {
    const line = (at: number, trial?: number): Mark => {
      const places = [
        [at, 0],
        [at, 9],
      ] as const;
      return { kind: 'line', places, color: 'grid', ...(trial === undefined ? {} : { trial }) };
    };
    expect(bodyOf(line(1), line(2))).toHaveLength(1);
    expect(bodyOf(line(1), line(2))[0]).toContain('d="M1 0L1 9M2 0L2 9"');
    expect(bodyOf(line(1, 7), line(2, 8))).toEqual([
      expect.stringContaining('data-trial="7"'),
      expect.stringContaining('data-trial="8"'),
    ]);
  });

  test('a mark of a trial says so, and its title is told to a pointer', () => {
    const dot: Mark = { kind: 'dot', place: [3, 4], color: 'accent', trial: 12, title: 'a<b' };
    expect(bodyOf(dot)).toEqual([
      '<circle cx="3" cy="4" r="3" fill="#0063a6" data-trial="12"><title>a&lt;b</title></circle>',
    ]);
  });

  test('marks of an area are cut off there, with room for a dot at its edge', () => {
    const dot: Mark = { kind: 'dot', place: [300, 4], color: 'ink', within: 0 };
    const [open, , close] = bodyOf(dot);
    expect(open).toBe('<svg x="5" y="5" width="90" height="90" viewBox="5 5 90 90">');
    expect(close).toBe('</svg>');
  });

  test('a text is text, turned about its place', () => {
    const text: Mark = { kind: 'text', place: [9, 9], text: '</text>\u0007&', turn: -35, size: 10 };
    expect(bodyOf({ ...text, baseline: 'middle', anchor: 'end' })).toEqual([
      '<text y="3.5" transform="translate(9 9) rotate(-35)" fill="#1b1e24" font-size="10" text-anchor="end">&lt;/text&gt; &amp;</text>',
    ]);
  });
});

test('a canvas is told the same places and colors as SVG', () => {
  const calls: string[] = [];
  const note =
    (name: string) =>
    (...args: readonly unknown[]) => {
      calls.push(`${name} ${args.join(' ')}`.trim());
    };
  const canvas: Canvas = {
    ...{ fillStyle: '', strokeStyle: '', lineWidth: 1, lineCap: 'butt', lineJoin: 'miter' },
    ...{ globalAlpha: 1, font: '', textAlign: 'start', textBaseline: 'alphabetic' },
    ...{ save: note('save'), restore: note('restore'), beginPath: () => {}, closePath: () => {} },
    ...{ moveTo: note('moveTo'), lineTo: note('lineTo'), arc: note('arc'), rect: note('rect') },
    ...{ clip: note('clip'), fill: note('fill'), stroke: note('stroke') },
    ...{ fillRect: note('fillRect'), strokeRect: note('strokeRect'), fillText: note('fillText') },
    ...{ translate: note('translate'), rotate: () => {}, setLineDash: () => {} },
  };
  paint(
    canvas,
    sceneOf(
      { kind: 'line', places: [[0, 1], null, [2, 3], [4, 5]], color: 'ink', within: 0 },
      { kind: 'dot', place: [3, 4], color: 'ink', hollow: true, within: 0 },
      { kind: 'dot', place: [30, 40], color: 'ink', shape: 'cross', radius: 10 },
      { kind: 'text', place: [5, 6], text: 'a\u0007b', baseline: 'top', size: 10 },
    ),
    light,
  );
  expect(calls).toEqual([
    ...['save', 'fillRect 0 0 100 100', 'save', 'rect 5 5 90 90', 'clip'],
    ...['moveTo 0 1', 'lineTo 0 1', 'moveTo 2 3', 'lineTo 4 5', 'stroke'],
    ...[`arc 3 4 3 0 ${2 * Math.PI}`, 'fill', 'stroke', 'restore'],
    ...['moveTo 20.5 30.5', 'lineTo 39.5 49.5', 'moveTo 20.5 49.5', 'lineTo 39.5 30.5', 'stroke'],
    ...['save', 'translate 5 6', 'fillText a b 0 7.800000000000001', 'restore', 'restore'],
  ]);
});
