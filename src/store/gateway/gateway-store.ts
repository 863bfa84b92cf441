import { StoreError } from '../../core/errors.js';
import { isLoopback } from '../../machine/http/listen.js';
import type { Log, Queue, Readings, Store } from '../port.js';
import { createAsker, type GatewayOptions } from './asker.js';
import type { RemoteReadings } from './read-request.js';

/**
 * Opens what the gateway at an address lets its users see.
 *
 * @throws {UsageError} the token is missing, or not accepted.
 * @throws {StoreError} nobody answers there, or no gateway.
 */
export async function openStore(address: string, options: GatewayOptions): Promise<Store> {
  const asker = createAsker(address.replace(/\/+$/, ''), options);

  /** The gateway's own store answers, so that what it says is what that method resolves to. */
  function read<Method extends keyof RemoteReadings>(method: Method): RemoteReadings[Method] {
    const call = (...args: readonly unknown[]) => asker.ask({ method, args });
    return call as RemoteReadings[Method];
  }

  async function refuse(): Promise<never> {
    throw new StoreError(
      `${address}: results behind a gateway are read from here. \`thaw run --store\` adds a sweep there, \`thaw pause\`, \`thaw resume\` and \`thaw cancel\` say what becomes of it; all else is done where its database can be reached, with its postgres:// URL for --store`,
    );
  }

  const readings: Readings = {
    stamp: read('stamp'),
    sweep: read('sweep'),
    sweeps: read('sweeps'),
    trial: read('trial'),
    trials: read('trials'),
    rights: read('rights'),
    curves: read('curves'),
    standings: read('standings'),
    attempts: read('attempts'),
    allAttempts: read('allAttempts'),
    tests: read('tests'),
    tested: read('tested'),
    idRange: read('idRange'),
    checkpointEpoch: read('checkpointEpoch'),
    digests: read('digests'),
    madeOf: read('madeOf'),
    allMadeOf: read('allMadeOf'),
    listing: read('listing'),
    withCheckpoint: read('withCheckpoint'),
    deaths: read('deaths'),
    snapshots: read('snapshots'),
    ranOn: read('ranOn'),
    firstFailure: read('firstFailure'),
    trained: read('trained'),
    leaderboard: read('leaderboard'),
  };
  const log: Log = {
    report: refuse,
    addEvent: refuse,
    addTest: (test) => asker.addTest(test),
    events: read('events'),
    changes: read('changes'),
  };
  const queue: Queue = {
    createSweep: refuse,
    updateSweep: refuse,
    deleteSweep: refuse,
    lock: refuse,
    unlock: refuse,
    add: refuse,
    take: refuse,
    end: refuse,
    endPaused: refuse,
    requeue: refuse,
    giveBack: refuse,
    recover: refuse,
    addSnapshot: refuse,
    leaveSnapshots: refuse,
    tidySnapshots: refuse,
    setCheckpointEpoch: refuse,
    setNetwork: refuse,
    keepListing: refuse,
    setRecipes: refuse,
  };

  const { protocol, hostname } = new URL(address);
  if (protocol === 'http:' && !isLoopback(hostname.replace(/^\[|\]$/g, ''))) {
    options.onNote?.(
      `${address} is not encrypted: whoever listens on the way can read your token. An https:// address is safe`,
    );
  }
  try {
    await readings.stamp();
  } catch (error) {
    asker.close();
    throw error;
  }
  return {
    queue,
    log,
    readings,
    async close() {
      asker.close();
    },
  };
}
