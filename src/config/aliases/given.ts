import type { Path } from '../words/findings.js';

/** A map of the file. */
export type Fields = Readonly<Record<string, unknown>>;

/** One entry of `parameters`, nested ones by their dotted name. */
export interface Given {
  readonly name: string;
  readonly path: Path;
  readonly entry: unknown;
}

/** Something of the file that Thaw has nothing for. */
export interface Unknown {
  readonly name: string;
  readonly path: Path;
  readonly nearest?: string | undefined;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
