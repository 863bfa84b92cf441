import type { Choice } from '../../core/json.js';
import type { SearchSpace } from '../../core/space.js';
import { samplerNamed } from '../../search/sampler-named.js';
import { drawnAxes } from '../../search/spaces/finite-points.js';
import type { Findings } from '../words/findings.js';
import { noteAll } from '../words/note-all.js';

/**
 * Holds space and `run_cap` (null: none is given) to what the sampler can do with them: one that
 * never ends by itself demands the total number of trials.
 */
export function checkRunCap(
  { type }: Choice,
  runCap: number | null,
  space: SearchSpace,
  findings: Findings,
): void {
  const def = samplerNamed(type);
  const notes = def.check?.(space, runCap) ?? [];
  noteAll(notes, findings);
  if (notes.some(({ warning }) => !warning)) return;
  if (runCap !== null || def.size(space) !== null) return;
  const { endless } = drawnAxes(space);
  const over = endless.length > 0 ? ` over a continuous range (${endless.join(', ')})` : '';
  findings.error(
    ['method'],
    `${type}${over} never ends: expected run_cap, the total number of trials`,
  );
}
