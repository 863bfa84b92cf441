import { ThawError } from '../../../core/errors.js';
import type { Place } from '../../../core/places/place.js';
import { count } from '../../../core/words/numbers.js';
import { withDatabase } from '../../open-database.js';
import type { World } from '../../world.js';
import { type Finding, ok, wrong } from './finding.js';

/** Whether results that machines share can be read from here. */
export async function checkSharedResults(
  world: Pick<World, 'env'>,
  place: Place,
): Promise<readonly Finding[]> {
  try {
    const sweeps = await withDatabase(world, place, 'read', {}, ({ store }) =>
      store.readings.sweeps(),
    );
    return [ok('database', `${place.name} answers, and has ${count(sweeps.length, 'sweep')}`)];
  } catch (error) {
    if (!(error instanceof ThawError)) throw error;
    return [wrong('database', error.message, 'Without it nothing of its sweeps can be read')];
  }
}
