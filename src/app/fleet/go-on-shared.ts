import type { FleetDesk } from '../../fleet/client/desk.js';
import type { Wish } from '../../fleet/protocol/api.js';
import type { Database } from '../../results/database.js';
import { findSweep } from '../../results/find-sweep.js';
import type { Observer } from '../observer.js';
import { fileNote } from '../sweeps/changes/change-sweep.js';
import { changeOf, pointsOf, type ResumeRequest } from '../sweeps/resume.js';
import type { World } from '../world.js';

/**
 * Lets machines go on with a sweep, with what it is given more; returns its id.
 *
 * @throws {UsageError} there is no such sweep, or nothing that could be changed.
 */
export async function goOnShared(
  world: Pick<World, 'env'>,
  { store }: Database,
  desk: Pick<FleetDesk, 'wish' | 'extend'>,
  request: Pick<ResumeRequest, 'sweep' | 'changes'> & { readonly asFile: boolean },
  wish: Wish,
  observer: Pick<Observer, 'onNote'>,
): Promise<number> {
  const sweep = await findSweep(store, request.sweep);
  const points = () => pointsOf(store, sweep.id);
  const tell = (message: string) => observer.onNote?.({ kind: 'message', message });
  const change = await changeOf(world, sweep, request, points);
  if (!request.asFile) {
    const note = await fileNote(world, sweep, points);
    if (note !== undefined) tell(note);
  }
  if (change) {
    const { spec, source, told } = change;
    await desk.extend(sweep.id, { spec, source, told });
    tell(`changed: ${told.join('; ')}`);
  }
  const hasEnded = sweep.state === 'finished' || sweep.state === 'failed';
  if (change || !hasEnded) await desk.wish(sweep.id, wish);
  return sweep.id;
}
