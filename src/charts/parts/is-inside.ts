import type { Area, Place } from '../scene.js';

/** Whether a place lies in an area, its edges included. */
export function isInside([x, y]: Place, { left, top, width, height }: Area): boolean {
  return x >= left && x <= left + width && y >= top && y <= top + height;
}
