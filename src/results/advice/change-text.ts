import type { Json } from '../../core/json.js';
import type { FileChange } from './advice.js';

/** `data.val: 4000`: what a sweep file has after a change. */
export function changeText({ path, value }: FileChange): string {
  return `${path.join('.')}: ${asYaml(value)}`;
}

/** A value as a sweep file has it on one line. */
function asYaml(value: Json): string {
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map(asYaml).join(', ')}]`;
  return `{ ${Object.entries(value)
    .map(([key, item]) => `${key}: ${asYaml(item)}`)
    .join(', ')} }`;
}
