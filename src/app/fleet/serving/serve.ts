import { messageOf } from '../../../core/errors.js';
import { blobDriverFor } from '../../../fleet/artifacts/drivers/index.js';
import { createArtifactHandler } from '../../../fleet/artifacts/http/artifact-handler.js';
import { MOST_BYTES, openArtifactStore } from '../../../fleet/artifacts/store/artifact-store.js';
import { createHandlers } from '../../../fleet/gateway/handlers.js';
import { type RequestLine, serveGateway } from '../../../fleet/gateway/http/serve-gateway.js';
import { startUpkeep } from '../../../fleet/gateway/upkeep/upkeep.js';
import { openJobs } from '../../../fleet/jobs/open-jobs.js';
import { listen } from '../../../fleet/notices/listen.js';
import { createTokenGate } from '../../../fleet/tokens/token-gate.js';
import { isPassing } from '../../../store/postgres/postgres-error.js';
import type { Connections } from '../../../store/postgres/sql.js';
import type { Observer } from '../../observer.js';
import type { World } from '../../world.js';
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
  const blobs = await blobDriverFor(request.artifacts).open(request.artifacts, world.env);
  await withFleetDatabase(
    world.place,
    'thaw serve',
    async (connections) => {
      const store = openArtifactStore({ sql: connections, place: blobs, mostBytes: MOST_BYTES });
      const artifacts = createArtifactHandler({ store, mostBytes: MOST_BYTES });
      await serveFrom(connections, world, request, {
        ...observer,
        mounts: [artifacts],
        onFault: (error) => note(faultText(error)),
      });
    },
    { size: CONNECTIONS, timeoutMs: PATIENCE_MS },
  );
}

async function serveFrom(
  connections: Connections,
  { signal, place }: World,
  request: ServeRequest,
  observer: ServeObserver &
    Pick<Parameters<typeof serveGateway>[0], 'mounts'> & { onFault(error: unknown): void },
): Promise<void> {
  const { leaseSeconds, tls, host, artifacts } = request;
  const { mounts, onFault, onRequest } = observer;
  const onError = (error: unknown) => {
    if (!isPassing(error)) onFault(error);
  };
  const jobs = await openJobs(connections, { leaseSeconds, onError });
  const ear = listen(connections);
  const parts = { connections, jobs, ear, leaseMs: leaseSeconds * 1000 };
  const upkeep = startUpkeep(parts, { onError });
  const handlers = createHandlers(parts);
  try {
    const server = await serveGateway({
      ...request,
      ...{ handlers, mounts, onFault },
      ...(onRequest ? { onRequest } : {}),
      gate: createTokenGate(connections),
      isReady: upkeep.isReady,
    });
    const { port } = server;
    const name = host.includes(':') ? `[${host}]` : host;
    const address = `${tls ? 'https' : 'http'}://${name}:${port}`;
    observer.onGateway({ address, port, store: place.name, artifacts, leaseSeconds });
    await aborted(signal);
    await server.close(GRACE_MS);
  } finally {
    handlers.close();
    await Promise.allSettled([upkeep.close(), ear.close()]);
    await jobs.close().catch(() => undefined);
  }
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
