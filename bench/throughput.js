#!/usr/bin/env node
// Images a second of ResNet50 on Thaw's backends against PyTorch on the same machine: forward, last
// stage (layer4 and fc train, the rest frozen), full training. Contenders take turns, round by round,
// so that whatever else the machine does hits all alike; ratios are medians over the rounds.
//
//   node bench/throughput.js [--sizes 32,64,96] [--tasks forward,last,full] [--rounds 5]
//                            [--seconds 4] [--only tensorflow,torch,tensorflow-bf16,torch-bf16]

import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { openContenders } from './throughput/contenders.js';
import { markdown } from './throughput/markdown.js';
import { taskOf } from './throughput/tasks.js';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '32,64,96' },
    tasks: { type: 'string', default: 'forward,last,full' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    only: { type: 'string', default: 'wasm,wasm-2,tensorflow,torch' },
  },
});

const contenders = await openContenders(values.only.split(','));
const measurements = [];
for (const task of values.tasks.split(',').map(taskOf)) {
  for (const size of values.sizes.split(',').map(Number)) {
    for (let round = 0; round < Number(values.rounds); round += 1) {
      for (const { name, measure } of contenders) {
        const rate = await measure({ task, size, seconds: Number(values.seconds) });
        measurements.push({ task, size, round, contender: name, imagesPerSecond: rate });
        console.error(`${task} ${size} px, round ${round + 1}: ${name} ${rate.toFixed(1)} img/s`);
      }
    }
  }
}
const versions = Object.fromEntries(contenders.map(({ name, version }) => [name, version]));
for (const { close } of contenders) close();

const result = {
  at: new Date().toISOString(),
  cpu: `${cpus().length} x ${cpus()[0].model.trim()}`,
  batch: 32,
  versions,
  measurements,
};
const folder = new URL('results/', import.meta.url);
mkdirSync(folder, { recursive: true });
const file = new URL(`throughput-${result.at.slice(0, 16).replace(':', '')}.json`, folder);
writeFileSync(file, `${JSON.stringify(result, null, 1)}\n`);
console.log(markdown(result));
