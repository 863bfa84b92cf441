import type { Place } from '../../../core/places/place.js';
import { byteText } from '../../../core/words/byte-text.js';
import { count } from '../../../core/words/numbers.js';
import {
  type BrokenManifest,
  examineManifests,
  type Manifest,
} from '../../../fleet/artifacts/upkeep/manifests.js';
import type { World } from '../../world.js';
import { artifactsNamed, hasArtifacts, withArtifacts } from '../shared/with-artifacts.js';
import { type Finding, ok, warning, wrong } from './finding.js';

export interface ArtifactCheck {
  /** Where they lie, if it is said here. */
  readonly artifacts: string | undefined;
  /** Every byte is compared. */
  readonly deep: boolean;
}

/**
 * The artifacts that rows of a shared database promise, against what lies there.
 *
 * @throws {UsageError | StoreError | DiskError}
 */
export async function checkArtifacts(
  world: Pick<World, 'env'>,
  place: Place,
  { artifacts, deep }: ArtifactCheck,
): Promise<readonly Finding[]> {
  if (!hasArtifacts(place)) return [];
  const named = artifactsNamed(world.env, artifacts);
  if (named === undefined) {
    const message = 'not looked at: nothing says where they lie';
    return [warning('artifacts', message, 'Say it with --artifacts or in THAW_ARTIFACTS')];
  }
  return withArtifacts(world, place, named, async ({ sql, place: blobs }) => {
    const found = await examineManifests(sql, blobs, deep);
    if (found.broken.length === 0) {
      const how = deep ? 'each byte as it was put there' : 'all there (`--deep` reads them)';
      return [
        ok('artifacts', `${count(found.count, 'artifact')}, ${byteText(found.bytes)}: ${how}`),
      ];
    }
    return found.broken.map(findingOf);
  });
}

function findingOf(broken: BrokenManifest): Finding {
  const { kind, how, digest } = broken;
  const state = how === 'missing' ? 'gone' : 'not as it was put there';
  const message = `${titleOf(broken)}: artifact ${digest} is ${state}`;
  return kind === 'checkpoint' || kind === 'network'
    ? wrong('artifacts', message, HOW_TO_MEND[kind])
    : warning('artifacts', message, HOW_TO_MEND[kind]);
}

function titleOf({ kind, sweep, trial }: Manifest): string {
  if (kind === 'checkpoint') return `the weights of trial ${trial} of sweep ${sweep}`;
  if (kind === 'network') return `the whole network of trial ${trial} of sweep ${sweep}`;
  if (kind === 'snapshot') return `a checkpoint that trials of sweep ${sweep} would go on from`;
  return kind === 'data' ? 'images that sweeps train on' : 'weights that sweeps start from';
}

const HOW_TO_MEND: Readonly<Record<Manifest['kind'], string>> = {
  checkpoint: 'The reports stand. Put the blob back from a copy, or run the sweep again',
  network: 'The reports stand; it is made again from the weights where they are needed',
  snapshot: 'Put the blob back from a copy, or its trials begin anew',
  data: 'Submit a sweep that uses them again: that sends them anew',
  weights: 'Submit a sweep that uses them again: that sends them anew',
};
