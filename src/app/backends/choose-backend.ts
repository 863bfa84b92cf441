import { BackendError } from '../../core/errors.js';
import type { Backend } from '../../device/backend.js';
import { backends } from '../../device/backends/index.js';

/**
 * Backends to try, best first: GPUs before processors, in the registry's order otherwise.
 * `name`: `auto`, or a backend's.
 *
 * @throws {BackendError} the one that was named is not usable here.
 */
export function usableBackends(name: string, cacheDir: string): readonly Backend[] {
  const looked = backends.map((backend) => ({ backend, ...backend.check(cacheDir) }));
  if (name === 'auto') {
    const usable = looked.filter((look) => look.usable);
    return [...usable.filter(({ gpu }) => gpu), ...usable.filter(({ gpu }) => !gpu)].map(
      ({ backend }) => backend,
    );
  }
  const look = looked.find(({ backend }) => backend.name === name);
  if (!look) {
    const names = ['auto', ...backends.map((backend) => backend.name)].join(', ');
    throw new BackendError(`There is no backend "${name}". There are: ${names}.`);
  }
  if (!look.usable) {
    throw new BackendError(`Backend ${name} does not run here: ${look.why ?? 'no reason known'}`);
  }
  return [look.backend];
}
