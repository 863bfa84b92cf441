import { expect, test } from 'vitest';
import { best } from '../../../src/charts/kinds/best.js';
import { seriesColor } from '../../../src/charts/palette.js';
import { terminalFrame } from '../../../src/charts/terminal.js';
import { createOutput } from '../../../src/cli/output.js';
import { renderChart } from '../../../src/cli/render/pictures/chart.js';
import { terminalColor } from '../../../src/cli/render/pictures/terminal-color.js';
import { createStyle } from '../../../src/cli/text/style.js';
import { documentsOf } from '../../charts/documents.js';

/** What a terminal is sent. */
function sent(text: string, colors: boolean): string {
  const parts: string[] = [];
  const send = (part: string) => void parts.push(part);
  createOutput({ send, colors, isTerminal: true, columns: () => 80 }).write(text);
  return parts.join('');
}

test('a chart has colors where they are wanted, and the same characters without', () => {
  const scene = best.draw(documentsOf({ trials: 12 }), {}, terminalFrame(80, 22));
  const colored = sent(renderChart(scene, 80, createStyle(true), false), true);
  const plain = sent(renderChart(scene, 80, createStyle(false), false), false);
  expect(colored).toContain('\x1b[34m●');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes that are sought
  expect(colored.replaceAll(/\x1b\[\d+m/g, '')).toBe(plain);
});

test('the first six of a series have colors of their own, a scale goes from worst to best', () => {
  const style = createStyle(true);
  const codes = (colors: readonly Parameters<typeof terminalColor>[0][]) =>
    colors.map((color) => sent(terminalColor(color, style)('x'), true));
  expect(new Set(codes([0, 1, 2, 3, 4, 5].map(seriesColor))).size).toBe(6);
  expect(codes(['scale-0', 'scale-99'])).toEqual(['\x1b[35mx\x1b[39m', '\x1b[33mx\x1b[39m']);
});

test('of a chart without curves, bars and dots the numbers are shown', () => {
  const bare = {
    ...best.draw(documentsOf({ trials: 0 }), {}, best.frame),
    table: {
      columns: ['name', 'value'],
      rows: Array.from({ length: 50 }, (_, i) => [`n${i}`, i / 8]),
    },
  };
  const text = renderChart(bare, 80, createStyle(false), false);
  expect(text.split('\n').slice(0, 5)).toEqual([
    'The sweep has no trials yet.',
    '',
    'name  value',
    'n0        0',
    'n1    0.125',
  ]);
  expect(text).toContain('... and 10 more: --format csv has them all.');
});
