import type { Compiled } from '../../core/cohort-work.js';
import type { ProgramListeners, Programs } from '../../device/programs.js';

/**
 * Tells of what is compiled from now on. Gives what was compiled since then, in a form to be spread;
 * `programs`: absent where nothing is ever compiled.
 */
export function tellOfPrograms(
  programs: Pick<Programs, 'listen' | 'compiled'> | undefined,
  listeners: ProgramListeners,
): () => { readonly compiled?: Compiled } {
  if (!programs) return () => ({});
  programs.listen(listeners);
  const before = programs.compiled();
  return () => {
    const now = programs.compiled();
    const count = now.programs - before.programs;
    const seconds = now.seconds - before.seconds;
    return count > 0 ? { compiled: { programs: count, seconds } } : {};
  };
}
