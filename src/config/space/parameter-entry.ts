import type { z } from 'zod';
import type { ParameterDef } from '../parameters/parameter.js';
import { oneOf } from '../words/describe-value.js';
import type { Findings, Path } from '../words/findings.js';

/** What reading one parameter needs besides its entry in the file. */
export interface Reading {
  readonly name: string;
  readonly def: ParameterDef;
  /** Of one value. */
  readonly schema: z.ZodType;
  readonly path: Path;
  readonly findings: Findings;
  /** How the file spells the number at a path: W&B takes `0.0` for a float and `0` for an integer. */
  readonly spelling: (path: Path) => string | undefined;
}

export type Entry = Readonly<Record<string, unknown>>;

/** Notes keys that a distribution has no use for. */
export function only(
  given: Entry,
  takes: readonly string[],
  distribution: string,
  path: Path,
  findings: Findings,
): boolean {
  const extra = Object.keys(given).filter((key) => key !== 'distribution' && !takes.includes(key));
  for (const key of extra) {
    findings.error(
      [...path, key],
      `${distribution} has no ${key}: expected ${oneOf(takes)}`,
      'key',
    );
  }
  return extra.length === 0;
}
