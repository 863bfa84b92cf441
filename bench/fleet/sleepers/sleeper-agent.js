#!/usr/bin/env node
// An agent as `thaw agent` is one, but that it sleeps in place of training and needs no images:
//
//   node bench/fleet/sleepers/sleeper-agent.js SERVER TOKEN-FILE NAME EPOCH-MS
//
// SIGTERM and SIGUSR1: it drains, and leaves. Each event is a line of JSON.

import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clock } from '#dist/fleet/agent/clock.js';
import { createAgent } from '#dist/fleet/agent/create-agent.js';
import { createFleetClient } from '#dist/fleet/agent/http/fleet-client.js';
import { askGateway } from '#dist/fleet/artifacts/client/ask.js';
import { remoteBlobs } from '#dist/fleet/artifacts/client/remote-blobs.js';
import { withWorkFolder } from '#dist/machine/files/work-folder.js';
import { openWire } from '#dist/store/gateway/http/open-wire.js';
import { MACHINE, PROVENANCE } from './machine.js';
import { createSleeper } from './sleeper.js';

const [server = '', tokenFile = '', name = '', epochMs = '100'] = process.argv.slice(2);
const token = readFileSync(tokenFile, 'utf8').trim();
const wire = openWire(server, token);
const asked = new AbortController();
for (const signal of ['SIGTERM', 'SIGUSR1']) process.on(signal, () => asked.abort());

/** @param {Record<string, unknown>} event */
const tell = (event) => console.log(JSON.stringify({ at: Date.now(), ...event }));
const tried = (/** @type {Error | null} */ trouble) => {
  if (trouble) tell({ type: 'trouble', why: trouble.message });
};
const sleeper = createSleeper({ epochMs: Number(epochMs) });

await createAgent({
  client: createFleetClient(wire, { clock, tried }),
  blobs: remoteBlobs(
    askGateway(server, () => token),
    {
      patience: { tries: 100, waitMs: 500, mostMs: 30_000 },
    },
  ),
  inputs: {
    ready: async ({ trials, classNames }) => {
      return { recipes: trials.map(({ recipe }) => recipe), classNames };
    },
  },
  clock,
  limits: { once: false, idleMs: null, lifeMs: null },
  runnerFor: () => sleeper,
  withFolder: (act) => withWorkFolder(join(tmpdir(), `sleeper-${randomUUID()}`), act),
  registration: { name, machine: MACHINE, provenance: PROVENANCE },
  provenanceOf: () => PROVENANCE,
  observe(event) {
    if (event.type !== 'step' && event.type !== 'epoch') tell({ ...event, order: undefined });
  },
}).run(asked.signal);
