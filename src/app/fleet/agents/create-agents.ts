import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { BackendError } from '../../../core/errors.js';
import { type Provenance, provenanceOf } from '../../../core/provenance.js';
import type { AgentEvent } from '../../../fleet/agent/agent-event.js';
import { clock } from '../../../fleet/agent/clock.js';
import { type Agent, createAgent } from '../../../fleet/agent/create-agent.js';
import { createFleetClient } from '../../../fleet/agent/http/fleet-client.js';
import { noteOutages } from '../../../fleet/agent/http/note-outages.js';
import { spillFile } from '../../../fleet/agent/lease/lease-files.js';
import type { AgentParts } from '../../../fleet/agent/ports.js';
import { askGateway } from '../../../fleet/artifacts/client/ask.js';
import { remoteBlobs } from '../../../fleet/artifacts/client/remote-blobs.js';
import type { AgentMachine } from '../../../fleet/protocol/api.js';
import { withWorkFolder } from '../../../machine/files/work-folder.js';
import { programVersion } from '../../../machine/program-version.js';
import { defaultPace } from '../../../plan/pace.js';
import { openWire } from '../../../store/gateway/http/open-wire.js';
import { patienceFor } from '../../../sweep/runners/patience.js';
import { createThreadRunner } from '../../../sweep/runners/thread-runner.js';
import type { Observer } from '../../observer.js';
import type { Workers } from '../../workers/open-workers.js';
import type { World } from '../../world.js';
import { agentInputs } from './agent-inputs.js';
import type { AgentRequest } from './agent-request.js';

export interface AgentObserver extends Observer {
  /** `name`: which of the agents of this process. */
  onAgent?(name: string, event: AgentEvent): void;
}

/**
 * An agent for each of the workers. `work`: absolute path of the folder that they write to.
 *
 * @throws {BackendError} their devices are not alike.
 */
export function createAgents(
  world: World,
  request: AgentRequest,
  workers: Workers,
  work: string,
  observer: AgentObserver,
): readonly Agent[] {
  const { infos, pool } = workers;
  const provenances = infos.map((info) => provenanceOf(info, programVersion()));
  checkAlike(
    provenances,
    infos.map(({ device }) => device),
  );
  const name = request.name ?? hostname();
  const wire = openWire(request.address, request.token);
  const tried = noteOutages(clock, (event) => observer.onAgent?.(name, event));
  const ask = askGateway(request.address, () => request.token);
  const blobs = remoteBlobs(ask, { patience: PATIENCE });
  const inputs = agentInputs(world, workers, blobs, observer);
  return infos.map((_, place) => {
    const own = pool.size === 1 ? name : `${name}/${place + 1}`;
    return createAgent({
      client: createFleetClient(wire, { clock, tried }),
      ...{ blobs, inputs, clock, limits: request.limits },
      runnerFor: runnersOf(workers, request),
      // A name of its own: others in the folder may be of agents that run.
      withFolder: (act) => withWorkFolder(join(work, `lease-${randomUUID().slice(0, 8)}`), act),
      registration: {
        name: own,
        machine: machineOf(world, workers),
        provenance: provenances[0]!,
      },
      provenanceOf: (worker) => provenances[worker]!,
      observe: (event) => observer.onAgent?.(own, event),
    });
  });
}

/** Of what was trained nothing is to be lost to an hour's trouble: a lease that is lost ends it sooner. */
const PATIENCE = { tries: 100, waitMs: 500, mostMs: 30_000 };

/** @throws {BackendError} what one begins another may not go on with, to the bit. */
function checkAlike(provenances: readonly Provenance[], devices: readonly string[]): void {
  if (new Set(provenances.map(({ exactness }) => exactness)).size === 1) return;
  throw new BackendError(
    `An agent's GPUs have to be of one kind; here are ${devices.join(', ')}. Start an agent for each kind, with --devices.`,
  );
}

/** Each trains on any of the devices, one at a time. */
function machineOf({ cores }: World, { infos, memory, pool }: Workers): AgentMachine {
  const { deviceId: _, ...info } = infos[0]!;
  return {
    host: hostname(),
    platform: `${process.platform} ${process.arch}`,
    cores: Math.max(1, Math.floor(cores / pool.size)),
    devices: 1,
    cohortBytes: Math.floor(Math.min(memory.cohortBytes, Number.MAX_SAFE_INTEGER)),
    info,
  };
}

/** Trains in the pool's workers, which keep weights and frozen outputs from one cohort to the next. */
function runnersOf(workers: Workers, { exact }: AgentRequest): AgentParts['runnerFor'] {
  const { pool, setting, memory, speed } = workers;
  return ({ order, inputs, folder }) => {
    if (order.exact && !exact) {
      throw new BackendError(
        'Its agent was started with --no-exact, and the sweep wants exact bits.',
      );
    }
    return createThreadRunner({
      ...{ pool, setting, cacheBytes: memory.cacheBytes, spill: spillFile(folder) },
      classNames: inputs.classNames,
      dataDigest: order.dataDigest,
      ...{ keep: order.keep, sharing: order.sharing },
      ...{ trialMs: order.trialMs, onTrial: order.onTrial },
      patienceMs: (trials) => patienceFor(trials, defaultPace(speed)),
    });
  };
}
