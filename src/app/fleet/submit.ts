import type { FleetDesk } from '../../fleet/client/desk.js';
import type { Submission } from '../../fleet/protocol/api.js';
import type { Database } from '../../results/database.js';
import type { Identified } from '../../worker/protocol/tasks.js';
import type { Observer } from '../observer.js';
import { checkUnchanged } from '../prints/check-unchanged.js';
import { fingerprintOf, identify } from '../prints/identify.js';
import { samplerFor } from '../sampler-for.js';
import { type RunRequest, unfinishedOf } from '../sweeps/run.js';
import { withWarmStart } from '../sweeps/warm-start.js';
import { makeReady } from '../workers/make-ready.js';
import { withWorker } from '../workers/with-worker.js';
import type { World } from '../world.js';

export interface SubmitRequest
  extends Omit<RunRequest, 'sharing'>,
    Pick<Submission, 'priority' | 'budgetSeconds'> {}

/** Sends what a sweep is made of to where its machines find it; what is there already is not sent. */
export type SendInputs = (
  of: Pick<Submission, 'spec'> & { readonly now: Identified },
  observer: Pick<Observer, 'onPart' | 'onPartsEnd'>,
) => Promise<void>;

/**
 * Lays a sweep down for machines that share their work, once images and weights are where they find
 * them; returns its id.
 *
 * @throws {ThawError} what keeps it from starting; what cannot start leaves no row.
 */
export async function submit(
  world: World,
  { store }: Pick<Database, 'store'>,
  desk: Pick<FleetDesk, 'submit'>,
  request: SubmitRequest,
  send: SendInputs,
  observer: Observer,
): Promise<number> {
  const { file, source, priority, budgetSeconds, skipBad } = request;
  const spec = await withWarmStart(store, request.spec, observer);
  // Before anything is fetched: it may be of a method that this version does not have.
  samplerFor(spec);
  const unfinished = await unfinishedOf(store, file, source);
  if (unfinished) observer.onNote?.({ kind: 'unfinished', sweep: unfinished });
  const { data, model, seed } = spec;
  // Nothing is computed here, so any backend will do.
  const submission = await withWorker(world, 'wasm', observer, async (workers) => {
    const now = await identify(world, workers, { data, model }, observer);
    const ready = await makeReady(world, workers, { data, model, seed, skipBad }, observer);
    await checkUnchanged(world, workers, data, now, ready);
    const whole = { ...spec, data: ready.data ?? data };
    await send({ spec: whole, now }, observer);
    return {
      ...{ spec: whole, file, source, priority, budgetSeconds },
      fingerprint: fingerprintOf(now),
      listing: now.data!.listing,
    };
  });
  return desk.submit(submission);
}
