import type { Image } from '../augmentation.js';
import { blank } from './blank.js';

/**
 * Where a pixel comes from: source = (m0 X + m1 Y + m2, m3 X + m4 Y + m5), X and Y counted in pixels
 * from the image's center to the right and down.
 */
export type InverseMatrix = readonly [number, number, number, number, number, number];

/** Takes each pixel from its nearest source; black where that lies outside. */
export function affine<Data extends Uint8Array | Float32Array>(
  image: Image<Data>,
  [m0, m1, m2, m3, m4, m5]: InverseMatrix,
): Image<Data> {
  const { data, height, width } = image;
  const out = blank(image);
  const target = out.data;
  const centerX = (width - 1) / 2;
  const centerY = (height - 1) / 2;
  for (let y = 0, to = 0; y < height; y += 1) {
    // + 0.5, so that rounding down finds the nearest.
    const rowX = m1 * (y - centerY) + m2 + centerX + 0.5;
    const rowY = m4 * (y - centerY) + m5 + centerY + 0.5;
    for (let x = 0; x < width; x += 1, to += 3) {
      const sourceX = Math.floor(m0 * (x - centerX) + rowX);
      const sourceY = Math.floor(m3 * (x - centerX) + rowY);
      if (sourceX < 0 || sourceX >= width || sourceY < 0 || sourceY >= height) continue;
      const from = 3 * (sourceY * width + sourceX);
      target[to] = data[from]!;
      target[to + 1] = data[from + 1]!;
      target[to + 2] = data[from + 2]!;
    }
  }
  return out;
}

/** Slants rows by `slope` pixels per row; the top edge stays, as in torchvision's RandAugment. */
export function shearX(slope: number, height: number): InverseMatrix {
  return [1, slope, (slope * height) / 2, 0, 1, 0];
}

/** Slants columns by `slope` pixels per column; the left edge stays. */
export function shearY(slope: number, width: number): InverseMatrix {
  return [1, 0, 0, slope, 1, (slope * width) / 2];
}

/** Moves the picture to the right and down, by whole pixels. */
export function translate(right: number, down: number): InverseMatrix {
  return [1, 0, -right, 0, 1, -down];
}

/** Turns the picture counterclockwise about its center. */
export function rotate(degrees: number): InverseMatrix {
  const angle = (degrees * Math.PI) / 180;
  return [Math.cos(angle), -Math.sin(angle), 0, Math.sin(angle), Math.cos(angle), 0];
}
