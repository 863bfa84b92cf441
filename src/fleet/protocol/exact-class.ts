import type { Provenance } from '../../core/provenance.js';

/**
 * What agents have in common that go on with each other's trials: equal bits for equal recipes, and one
 * version of this program, whose snapshots they read.
 */
export function exactClass({
  version,
  exactness,
}: Pick<Provenance, 'version' | 'exactness'>): string {
  return `${version} | ${exactness}`;
}
