import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, ThawError } from '../../../core/errors.js';
import { blobDriverFor } from '../../../fleet/artifacts/drivers/index.js';
import { createArtifactHandler } from '../../../fleet/artifacts/http/artifact-handler.js';
import { MOST_BYTES, openArtifactStore } from '../../../fleet/artifacts/store/artifact-store.js';
import { CONDUCTOR_TIMES } from '../../../fleet/conductor/parts.js';
import { startConductor } from '../../../fleet/conductor/start-conductor.js';
import { createHandlers } from '../../../fleet/gateway/handlers.js';
import {
  type Mount,
  type RequestLine,
  serveGateway,
} from '../../../fleet/gateway/http/serve-gateway.js';
import { createReadMount } from '../../../fleet/gateway/reading/read-mount.js';
import { sightOf } from '../../../fleet/gateway/reading/sight.js';
import { startUpkeep } from '../../../fleet/gateway/upkeep/upkeep.js';
import { openJobs } from '../../../fleet/jobs/open-jobs.js';
import { listen } from '../../../fleet/notices/listen.js';
import { createTokenGate } from '../../../fleet/tokens/token-gate.js';
import { programVersion } from '../../../machine/program-version.js';
import { isPassing } from '../../../store/postgres/postgres-error.js';
import { openStore } from '../../../store/postgres/postgres-store.js';
import type { Connections } from '../../../store/postgres/sql.js';
import type { Observer } from '../../observer.js';
import type { World } from '../../world.js';
import { assembleSweep, backendNames } from '../assemble-sweep.js';
import { withFleetDatabase } from '../fleet-database.js';
import { nodeNote } from './node-note.js';
import type { ServeRequest } from './serve-request.js';

/** A gateway that listens. */
export interface GatewayAddress {
  readonly address: string;
  readonly port: number;
  /** The database, as it may be shown. */
  readonly store: string;
  readonly artifacts: string;
  readonly leaseSeconds: number;
}

export interface ServeObserver extends Pick<Observer, 'onNote'> {
  onGateway(at: GatewayAddress): void;
  onRequest?(request: RequestLine): void;
}

/** Milliseconds that requests may take to end once the gateway is to. */
const GRACE_MS = 6000;

/** Milliseconds after which it leaves, whatever the database keeps it waiting for. */
const LEAVING_MS = 9000;

/** Connections to the database at most, beside that for notices. */
const CONNECTIONS = 20;

/** Milliseconds that a statement may take. */
const PATIENCE_MS = 20_000;

/**
 * Serves agents and people until the user stops it. Any number of gateways may serve one database.
 *
 * @throws {UsageError} it cannot listen there, or the places are none.
 * @throws {StoreError} the database cannot be reached.
 */
export async function serve(
  world: World,
  request: ServeRequest,
  observer: ServeObserver,
): Promise<void> {
  const note = (message: string) => observer.onNote?.({ kind: 'message', message });
  const old = nodeNote(process.versions.node);
  if (old) note(old);
  const driver = blobDriverFor(request.artifacts);
  const served = withFleetDatabase(
    world.place,
    'thaw serve',
    async (connections) => {
      const blobs = await driver.open(request.artifacts, world.env);
      const store = openArtifactStore({ sql: connections, place: blobs, mostBytes: MOST_BYTES });
      // What people read of results waits for nothing that agents ask.
      const results = await openStore(world.place.at, { access: 'read', onNote: note });
      try {
        await serveFrom(connections, world, request, {
          ...observer,
          mounts: [
            createArtifactHandler({ store, mostBytes: MOST_BYTES }),
            createReadMount({ store: results, sightOf: (team) => sightOf(connections, team) }),
          ],
          onFault: (error) => note(error instanceof ThawError ? error.message : faultText(error)),
        });
      } finally {
        await results.close();
      }
    },
    { size: CONNECTIONS, timeoutMs: PATIENCE_MS },
  );
  const late = new AbortController();
  const left = aborted(world.signal).then(() => {
    return sleep(LEAVING_MS, undefined, { ref: false, signal: late.signal }).catch(() => undefined);
  });
  await Promise.race([served, left]).finally(() => late.abort());
}

interface Serving extends ServeObserver {
  readonly mounts: readonly Mount[];
  onFault(error: unknown): void;
}

async function serveFrom(
  connections: Connections,
  { signal, place }: World,
  request: ServeRequest,
  { mounts, onFault, onNote, onRequest, onGateway }: Serving,
): Promise<void> {
  const { leaseSeconds, artifacts } = request;
  // What passes is tried again, and is no fault of ours.
  const onError = (error: unknown) => {
    if (!isPassing(error)) onFault(error);
  };
  const onOutage = (why: unknown) =>
    onNote?.({
      kind: 'message',
      message: `the database ${why === null ? 'answers again' : `does not answer (${messageOf(why)}); trying again`}`,
    });
  const jobs = await openJobs(connections, { leaseSeconds, onError });
  const ear = listen(connections);
  const parts = { connections, jobs, ear, leaseMs: leaseSeconds * 1000 };
  const upkeep = startUpkeep(parts, { onError, onOutage });
  const handlers = createHandlers(parts);
  const conductor = startConductor({
    ...parts,
    openStore: () => openStore(place.at),
    assemble: assembleSweep,
    backends: backendNames,
    version: programVersion(),
    onError,
    times: CONDUCTOR_TIMES,
  });
  try {
    const server = await serveGateway({
      ...request,
      ...{ handlers, mounts, onFault },
      ...(onRequest ? { onRequest } : {}),
      gate: createTokenGate(connections),
      isReady: upkeep.isReady,
    });
    const { port } = server;
    onGateway({
      ...{ address: addressOf(request, port), port, store: place.name, artifacts, leaseSeconds },
    });
    await aborted(signal);
    // Another takes sweeps up where they are; agents do not notice.
    await Promise.all([server.close(GRACE_MS), conductor.close(true)]);
  } finally {
    handlers.close();
    await Promise.allSettled([conductor.close(true), upkeep.close(), ear.close()]);
    await jobs.close().catch(() => undefined);
  }
}

function addressOf({ tls, host }: ServeRequest, port: number): string {
  return `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function faultText(error: unknown): string {
  return `the gateway ran into something it did not expect; this is a bug: ${messageOf(error)}`;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
