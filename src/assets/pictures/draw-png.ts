import { readFileSync } from 'node:fs';
import { fontsFor } from './fonts.js';

export interface PngTask {
  /** Path of the SVG. */
  readonly svg: string;
  /** Path to write to. */
  readonly png: string;
  /** Pixels of the picture for each of the SVG's. */
  readonly scale: number;
  /** For files that are needed meanwhile. */
  readonly folder: string;
}

/**
 * Draws SVG as PNG, with the same letters on every machine. Only in a process that has loaded nothing
 * yet (bin/draw-png.js): native libraries look for fonts once, where the environment says.
 */
export async function drawPng({ svg, png, scale, folder }: PngTask): Promise<void> {
  const source = readFileSync(svg);
  process.env.FONTCONFIG_FILE = fontsFor(source.toString(), folder);
  const { default: sharp } = await import('sharp');
  sharp.concurrency(1);
  await sharp(source, { density: DENSITY * scale, unlimited: true })
    .png()
    .toFile(png);
}

/** At which a pixel of SVG is a pixel. */
const DENSITY = 72;
