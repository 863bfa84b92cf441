import { isUrl, type Place } from '../../../core/places/place.js';
import {
  findGarbage,
  GARBAGE_RULE,
  removeGarbage,
} from '../../../fleet/artifacts/upkeep/garbage.js';
import type { Leftover } from '../../../results/documents/upkeep.js';
import type { World } from '../../world.js';
import type { Look } from '../leftovers/leftover.js';
import { artifactsNamed, hasArtifacts, withArtifacts } from './with-artifacts.js';

/** What machines that share results keep together, as `thaw gc` looks at it. */
export interface SharedGarbage {
  find(): Promise<Look>;
  /** False: something needs it by now. */
  remove(found: Leftover): Promise<boolean>;
  /** Removes what uploads left that were cut off long ago; it shows nowhere. */
  clear(): Promise<void>;
}

/** @throws {UsageError | StoreError | DiskError} */
export async function withSharedGarbage<Result>(
  world: Pick<World, 'env'>,
  place: Place,
  flag: string | undefined,
  act: (shared: SharedGarbage) => Promise<Result>,
): Promise<Result> {
  if (!hasArtifacts(place)) {
    const why = 'what it keeps is freed by who runs it: --store postgres://... --artifacts PLACE';
    return act(nothing(isUrl(place.at) ? [{ path: place.name, why }] : []));
  }
  const artifacts = artifactsNamed(world.env, flag);
  if (artifacts === undefined) {
    const why =
      'where its artifacts lie is said by --artifacts or THAW_ARTIFACTS, and neither is set';
    return act(nothing([{ path: place.name, why }]));
  }
  return withArtifacts(world, place, artifacts, async ({ sql, place: blobs, name }) => {
    const known = new Map<string, { readonly team: string; readonly digest: string }>();
    return act({
      async find() {
        const found = await findGarbage(sql, GARBAGE_RULE);
        const leftovers = found.map(({ team, digest, bytes, isInput }): Leftover => {
          const path = `${name}/${team}/${digest.slice(0, 2)}/${digest}`;
          known.set(path, { team, digest });
          return { kind: 'artifact', path, bytes, why: isInput ? UNUSED : UNNAMED };
        });
        return { leftovers, kept: [] };
      },
      async remove({ path }) {
        const garbage = known.get(path);
        return garbage !== undefined && removeGarbage(sql, blobs, garbage, GARBAGE_RULE);
      },
      clear: () => blobs.clearUnfinished(GARBAGE_RULE.graceMs),
    });
  });
}

const UNNAMED = 'no trial, checkpoint or agent names it any more';
const UNUSED = 'images or weights that no sweep uses, for 30 days';

function nothing(kept: Look['kept']): SharedGarbage {
  return {
    find: async () => ({ leftovers: [], kept }),
    remove: async () => false,
    clear: async () => undefined,
  };
}
