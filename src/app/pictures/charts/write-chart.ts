import { writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { Frame } from '../../../charts/chart.js';
import { dark, light } from '../../../charts/palette.js';
import { toSvg } from '../../../charts/svg.js';
import { UsageError } from '../../../core/errors.js';
import { placeOutput } from '../../exports/place-output.js';
import type { World } from '../../world.js';
import { drawPng } from './draw-png.js';
import type { ReadChart } from './read-chart.js';

/** What a picture in a file is to be like. */
export interface PictureWanted {
  readonly frame: Partial<Frame>;
  readonly scheme: 'light' | 'dark';
  /** Pixels of a PNG for each of the frame's. */
  readonly scale: number;
}

/**
 * Writes a chart to a file, whole or not at all: as SVG or PNG, by the end of its name.
 *
 * @throws {UsageError} it is to be something else, or nothing can be written there.
 */
export async function writeChart(
  { signal }: Pick<World, 'signal'>,
  chart: ReadChart,
  file: string,
  wanted: PictureWanted,
): Promise<void> {
  checkEnding(file);
  const svg = chartSvg(chart, wanted);
  await placeOutput(file, 'file', async ({ output, folder }) => {
    if (isPng(file)) await drawPng(svg, output, { scale: wanted.scale, folder, signal });
    else writeFileSync(output, svg);
  });
}

export function chartSvg(
  { chart, draw }: ReadChart,
  { frame, scheme }: Pick<PictureWanted, 'frame' | 'scheme'>,
): string {
  return toSvg(draw({ ...chart.frame, ...frame }), scheme === 'dark' ? dark : light);
}

/**
 * Before anything is read.
 *
 * @throws {UsageError}
 */
export function checkEnding(file: string): void {
  const ending = extname(file).toLowerCase();
  if (ending === '.svg' || ending === '.png') return;
  throw new UsageError(`-o expects a file whose name ends in .svg or .png; not "${file}".`);
}

export function isPng(file: string): boolean {
  return extname(file).toLowerCase() === '.png';
}
