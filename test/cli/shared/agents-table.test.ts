import { expect, test } from 'vitest';
import { renderAgents } from '../../../src/cli/render/fleet/agents.js';
import { createStyle } from '../../../src/cli/text/style.js';
import type { FleetDocument } from '../../../src/fleet/protocol/fleet-document.js';

const FLEET: FleetDocument = {
  team: 'vision',
  agents: [
    {
      ...{ id: 'a', name: 'node17/1', host: 'node17', device: 'NVIDIA H200' },
      ...{ backend: 'tensorflow', state: 'working', seenAgo: 2400 },
      lease: {
        ...{ sweepId: 3, sweep: 'pets', trials: [4, 5, 6, 9], runningFor: 320_000 },
        progress: { epoch: 3, epochs: 10, step: 7, steps: 25 },
      },
    },
    {
      ...{ id: 'b', name: 'a-machine-with-a-long-name.lab.example', host: 'm', device: 'CPU' },
      ...{ backend: 'wasm', state: 'silent', seenAgo: 95_000, lease: null },
    },
    {
      ...{ id: 'c', name: 'left', host: 'm', device: 'CPU' },
      ...{ backend: 'wasm', state: 'gone', seenAgo: 95_000, lease: null },
    },
  ],
  sweeps: [
    {
      ...{ id: 3, name: 'pets', owner: 'ann', wanted: 'run', priority: 50, running: 1, queued: 2 },
      ...{ secondsUsed: 4800, budgetSeconds: 7200, waitsFor: null },
    },
    {
      ...{ id: 12, name: 'flowers', owner: 'bob', wanted: 'run', priority: 10, running: 0 },
      ...{ queued: 4, secondsUsed: 0, budgetSeconds: null },
      waitsFor: 'no agent of the backend webgpu is there: `thaw agent` starts one.',
    },
  ],
  budgets: [{ owner: 'ann', secondsUsed: 4800, seconds: 360_000 }],
};

test('who does what fits 80 columns, and says why a sweep waits', () => {
  const text = renderAgents(FLEET, 80, createStyle(false));
  expect(text).toBe(`\
agent                 device                   state     seen  works on
node17/1              NVIDIA H200, tensorflow  working   2.4s  sweep 3, trials
                                                               4-6, 9, epoch 3
                                                               of 0-9, 5m20s
a-machine-with-a-lo…  CPU, wasm                silent   1m35s  -

sweep  name     owner  priority  running  queued   used     of
    3  pets     ann          50        1       2  1h20m  2h00m
   12  flowers  bob          10        0       4     0s      -
Sweep 12 waits: no agent of the backend webgpu is there: \`thaw agent\` starts
one.
running and queued are cohorts; used is device time, of the budget.

owner   used       of    left
ann    1h20m  100h00m  98h40m
`);
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('nobody there is told as what to do', () => {
  const text = renderAgents(
    { team: 'vision', agents: [], sweeps: [], budgets: [] },
    80,
    createStyle(false),
  );
  expect(text).toBe('No agents: `thaw agent --server URL` starts one on a machine.\n');
});
