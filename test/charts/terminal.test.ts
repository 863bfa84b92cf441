import { describe, expect, test } from 'vitest';
import { charts } from '../../src/charts/kinds/index.js';
import type { Mark, Scene } from '../../src/charts/scene.js';
import { terminalFrame, toTerminal } from '../../src/charts/terminal.js';
import { documentsOf } from './documents.js';

/** 10 columns, 4 rows. */
const sceneOf = (...marks: readonly Mark[]): Scene => ({
  ...terminalFrame(10, 4),
  ...{ title: 't', summary: 's', marks, table: { columns: [], rows: [] } },
  areas: [{ left: 12, top: 0, width: 30, height: 48, x: null, y: null }],
});

const textOf = (scene: Scene, ascii = false) =>
  toTerminal(scene, { ascii }).map((runs) => runs.map(({ text }) => text).join(''));

describe('on a terminal', () => {
  test('a line is points of 2 x 4 in a character', () => {
    const line: Mark = {
      kind: 'line',
      places: [
        [0, 1],
        [59, 1],
      ],
      color: 'accent',
    };
    expect(textOf(sceneOf(line))).toEqual(['⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉']);
    expect(textOf(sceneOf(line), true)).toEqual(['++++++++++']);
  });

  test('a gap in a line stays one', () => {
    const places = [[0, 1], [11, 1], null, [30, 1], [35, 1]] as const;
    expect(textOf(sceneOf({ kind: 'line', places, color: 'accent' }))).toEqual(['⠉⠉   ⠉']);
  });

  test('dots are characters: full, hollow, and crosses', () => {
    const dot = (x: number, looks: object): Mark => {
      return { kind: 'dot', place: [x, 6], color: 'ink', ...looks };
    };
    const scene = sceneOf(dot(3, {}), dot(15, { hollow: true }), dot(27, { shape: 'cross' }));
    expect(textOf(scene)).toEqual(['● ○ ×']);
    expect(textOf(scene, true)).toEqual(['* o x']);
  });

  test('a bar is filled, with parts of characters at its end', () => {
    const bar: Mark = { kind: 'bar', left: 0, top: 0, width: 21, height: 12, color: 'series-0' };
    expect(textOf(sceneOf(bar))).toEqual(['███⡇']);
  });

  test('texts stand above all else, wide ones on two columns', () => {
    const line: Mark = {
      kind: 'line',
      places: [
        [0, 5],
        [59, 5],
      ],
      color: 'accent',
    };
    const text: Mark = {
      kind: 'text',
      place: [30, 5],
      text: '漢x',
      anchor: 'middle',
      baseline: 'middle',
    };
    expect(textOf(sceneOf(text, line))).toEqual(['⠒⠒⠒ 漢x⠒⠒⠒']);
  });

  test('the grid is left out, and what lies outside of its area', () => {
    const grid: Mark = {
      kind: 'line',
      places: [
        [0, 5],
        [59, 5],
      ],
      color: 'grid',
    };
    const line: Mark = {
      kind: 'line',
      places: [
        [0, 5],
        [59, 5],
      ],
      color: 'accent',
      within: 0,
    };
    expect(textOf(sceneOf(grid))).toEqual([]);
    expect(textOf(sceneOf(line))[0]?.trim()).toHaveLength(7);
  });

  test('names cannot speak to it', () => {
    const text: Mark = { kind: 'text', place: [0, 5], text: '\u001b[31mx\u202ey' };
    expect(textOf(sceneOf(text))).toEqual([' [31mx y']);
  });

  test.each(charts.map((chart) => [chart.kind, chart] as const))(
    '%s fits 80 columns',
    (_, chart) => {
      for (const ascii of [false, true]) {
        const scene = chart.draw(documentsOf({ trials: 40 }), {}, terminalFrame(80, 22));
        const lines = textOf(scene, ascii);
        expect(lines.length).toBeLessThanOrEqual(22);
        expect(lines.filter((line) => line.length > 80)).toEqual([]);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: all but ASCII
        if (ascii) expect(lines.join('')).not.toMatch(/[^\u0000-\u007f…]/);
      }
    },
  );
});
