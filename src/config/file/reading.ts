import type { z } from 'zod';
import type { Contents } from '../../core/data/contents.js';
import type { ModelSpec } from '../../core/sweep.js';
import type { Findings, Path } from '../words/findings.js';
import type { SweepKey, sweepKeys } from './sweep-keys.js';

/** What a source holds; null: unknown yet. @throws {DataError} */
export type Available = (source: string) => Contents | null;

/** What else of the world outside a sweep file may be looked at. */
export interface Outside {
  /** Variables that paths in the file may name. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether weights are there and of the network. @throws {WeightsError} */
  lookAtWeights(model: ModelSpec): void;
}

export interface FileReading extends Outside {
  readonly file: string;
  readonly findings: Findings;
  readonly available: Available;
  /** The file was written for W&B. */
  readonly isForeign: boolean;
  readonly spelling: (path: Path) => string | undefined;
}

/** What the schema makes of each key; undefined where a key is wrong. */
export type Keys = {
  readonly [Key in SweepKey]?: z.output<(typeof sweepKeys)[Key]> | undefined;
};
