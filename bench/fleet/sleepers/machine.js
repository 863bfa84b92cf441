import { hostname } from 'node:os';
import { provenanceOf } from '#dist/core/provenance.js';

/**
 * @import { BackendInfo } from '#dist/core/backend-info.js'
 * @import { AgentMachine } from '#dist/fleet/protocol/api.js'
 */

/** @type {BackendInfo} */
const info = {
  ...{ backend: 'wasm', version: '1', device: 'CPU, asleep', kind: 'cpu', processor: 'asleep' },
  ...{ threads: 1, memoryBytes: null, precisions: ['float32'], imagesPerSecond: null },
};

/**
 * A machine that only sleeps; all are alike.
 *
 * @type {AgentMachine}
 */
export const MACHINE = {
  ...{ host: hostname(), platform: 'none', cores: 1, devices: 1, cohortBytes: 2 ** 33, info },
};

export const PROVENANCE = provenanceOf(info, '0.0.0');
