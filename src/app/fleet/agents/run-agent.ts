import { join } from 'node:path';
import { DiskError, messageOf } from '../../../core/errors.js';
import { placeOfFile } from '../../../core/places/place.js';
import type { Agent } from '../../../fleet/agent/create-agent.js';
import { cacheDir } from '../../../machine/cache-dir.js';
import { makeFolder } from '../../../machine/files/make-folder.js';
import { clearWorkFolders } from '../../../machine/files/work-folder.js';
import { openWorkers } from '../../workers/open-workers.js';
import type { World } from '../../world.js';
import type { AgentRequest } from './agent-request.js';
import { type AgentObserver, createAgents } from './create-agents.js';

/**
 * Trains for a gateway until `world.signal` aborts, or its limits are reached. Each worker is an agent
 * of its own, which claims by itself.
 *
 * @throws {BackendError | Refused | FetchError}
 * @throws {InterruptedError} before its workers had started.
 */
export async function runAgent(
  world: World,
  request: AgentRequest,
  observer: AgentObserver,
): Promise<void> {
  const work = request.work ?? join(cacheDir(world.env), 'agent');
  makeWorkFolder(work);
  // Nothing of this process is there yet: what has its id is of one before it.
  await clearWorkFolders(work, true);
  const cores = request.cores ?? world.cores;
  // What native libraries print by themselves lies there, too.
  const own = { ...world, cores, place: placeOfFile(join(work, 'thaw.sqlite')) };
  if (request.cores !== null) world.env.TF_NUM_INTRAOP_THREADS ??= String(cores);
  const { backend, devices, memory, exact, limits } = request;
  const workers = await openWorkers(
    own,
    {
      ...{ backend, devices, memory, exact, tasks: null },
      precisions: [], // a network whose precision is missing says so itself
      workers: limits.once ? 1 : request.workers,
    },
    observer,
  );
  try {
    await runAll(createAgents(own, request, workers, work, observer), world);
  } finally {
    await workers.pool.close();
  }
}

/** @throws {DiskError} */
function makeWorkFolder(path: string): void {
  try {
    makeFolder(path);
  } catch (error) {
    throw new DiskError(
      `${path} cannot be made (${messageOf(error)}): an agent needs a folder to write to. --work names another.`,
    );
  }
}

/** When one breaks, the others leave, too, and its error is thrown. */
async function runAll(agents: readonly Agent[], world: World): Promise<void> {
  const leave = new AbortController();
  const onAsked = () => leave.abort();
  if (world.signal.aborted) onAsked();
  world.signal.addEventListener('abort', onAsked, { once: true });
  const stay = world.onLeave(async () => {
    await Promise.all(agents.map((agent) => agent.leave()));
  });
  const running = agents.map((agent) => agent.run(leave.signal));
  for (const each of running) each.catch(onAsked);
  try {
    for (const end of await Promise.allSettled(running)) {
      if (end.status === 'rejected') throw end.reason;
    }
  } finally {
    stay();
    world.signal.removeEventListener('abort', onAsked);
  }
}
