import { paint } from '../../../charts/canvas.js';
import { light } from '../../../charts/palette.js';
import type { Scene } from '../../../charts/scene.js';
import { toSvg } from '../../../charts/svg.js';
import { csvLine } from '../../../core/words/csv-line.js';

/** What a chart may be taken away as. Files are light, whatever the page is. */
export const downloads: Readonly<Record<'SVG' | 'PNG' | 'CSV', (scene: Scene) => Promise<Blob>>> = {
  SVG: async (scene) => new Blob([toSvg(scene, light)], { type: 'image/svg+xml' }),
  PNG: paintedPng,
  CSV: async (scene) => new Blob([csvOf(scene)], { type: 'text/csv' }),
};

export function saveAs(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

async function paintedPng(scene: Scene): Promise<Blob> {
  const canvas = new OffscreenCanvas(scene.width * SHARP, scene.height * SHARP);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser gives no canvas');
  context.scale(SHARP, SHARP);
  paint(context, scene, light);
  return canvas.convertToBlob({ type: 'image/png' });
}

/** Pixels for each of the scene's. */
const SHARP = 2;

function csvOf({ table: { columns, rows } }: Scene): string {
  return [columns, ...rows].map(csvLine).join('');
}
