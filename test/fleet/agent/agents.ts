import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AgentEvent } from '../../../src/fleet/agent/agent-event.js';
import { clock } from '../../../src/fleet/agent/clock.js';
import { createAgent } from '../../../src/fleet/agent/create-agent.js';
import { createFleetClient } from '../../../src/fleet/agent/http/fleet-client.js';
import type { AgentParts } from '../../../src/fleet/agent/ports.js';
import { askGateway } from '../../../src/fleet/artifacts/client/ask.js';
import { remoteBlobs } from '../../../src/fleet/artifacts/client/remote-blobs.js';
import type { Order } from '../../../src/fleet/protocol/order.js';
import { withWorkFolder } from '../../../src/machine/files/work-folder.js';
import { openWire } from '../../../src/store/gateway/http/open-wire.js';
import { createFakeRunner, type FakeRunnerParts } from '../../fakes/fake-runner.js';
import { fakeRecipe, PROVENANCE } from '../../fakes/specs.js';
import { REGISTRATION } from '../protocol/examples.js';
import { TOKEN } from './small-gateway.js';

/** An order of trials alike. */
export function order(
  trials: readonly number[],
  { epochs = 3, ...change }: Partial<Order> & { readonly epochs?: number } = {},
): Order {
  const recipe = fakeRecipe({ epochs });
  return {
    ...{ sweepId: 1, cohort: `${trials[0]}-abcd1234`, classNames: ['cat', 'dog'] },
    trials: trials.map((trialId) => ({ trialId, recipe, keeps: true })),
    ...{ data: recipe.trunk.data, model: recipe.trunk.model },
    ...{ dataDigest: 'd'.repeat(64), weights: 'random', keep: 1, sharing: true, exact: true },
    ...{ trialMs: null, onTrial: 'stop', from: null, snapshots: null, seconds: null },
    ...change,
  };
}

/** Epochs that take long enough to interfere; for `fake`. */
export const SLOW = { beforeEpoch: () => new Promise<void>((resolve) => setTimeout(resolve, 20)) };

/** More epochs than any test waits for. */
export const ENDLESS = 10_000;

export interface StartedAgent {
  readonly events: readonly AgentEvent[];
  /** What it told, as the types of its events; steps left out. */
  told(): readonly string[];
  /** As a signal does. */
  drain(): void;
  readonly ended: Promise<void>;
  /** Names of what it has on disk. */
  files(): Promise<readonly string[]>;
}

interface StartOptions {
  readonly fake?: Partial<FakeRunnerParts>;
  readonly token?: string;
}

/** An agent that only pretends to train, unless it is given something else to train with. */
export function startAgent(
  url: string,
  { fake, token = TOKEN, ...change }: Partial<AgentParts> & StartOptions = {},
): StartedAgent {
  const events: AgentEvent[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'thaw-agent-'));
  const drain = new AbortController();
  const wire = openWire(url, token);
  const retry = { clock, tried: () => undefined };
  const runner = createFakeRunner({ accuracy: (_, epoch) => (epoch + 1) / 10, ...fake });
  const agent = createAgent({
    client: createFleetClient(wire, retry),
    blobs: remoteBlobs(
      askGateway(url, () => token),
      { patience: { tries: 20, waitMs: 20, mostMs: 200 } },
    ),
    inputs: {
      ready: async ({ trials, classNames }) => ({
        ...{ recipes: trials.map(({ recipe }) => recipe), classNames },
      }),
    },
    runnerFor: () => runner,
    withFolder: (work) => withWorkFolder(join(folder, `lease-${randomUUID()}`), work),
    clock,
    registration: { ...REGISTRATION, provenance: PROVENANCE },
    provenanceOf: () => PROVENANCE,
    limits: { once: false, idleMs: null, lifeMs: null },
    observe: (event) => void events.push(event),
    ...change,
  });
  const ended = agent.run(drain.signal);
  ended.catch(() => undefined);
  onTestFinished(async () => {
    drain.abort();
    await ended.catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    events,
    told: () => events.map(({ type }) => type).filter((type) => type !== 'step'),
    drain: () => drain.abort(),
    ended,
    async files() {
      await mkdir(folder, { recursive: true });
      return (await readdir(folder, { recursive: true })).sort();
    },
  };
}
