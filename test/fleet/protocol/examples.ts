import { eachMetric } from '../../../src/core/metric.js';
import type { Provenance } from '../../../src/core/provenance.js';
import type {
  Beat,
  ClaimRequest,
  Failure,
  Registration,
  Told,
} from '../../../src/fleet/protocol/api.js';
import type { LeaseMessage } from '../../../src/fleet/protocol/messages.js';

/** With every field that it can have. */
export type Whole<T> = T extends Uint8Array | string | number | boolean | null
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Whole<Item>[]
    : { [Key in keyof T]-?: Whole<T[Key]> };

export const PROVENANCE: Whole<Provenance> = {
  version: '0.1.0',
  backend: 'wasm',
  backendVersion: '4.22.0',
  device: 'CPU, 2 threads',
  threads: 2,
  exact: true,
  exactness: 'wasm | 4.22.0 | some CPU | 2',
};

const ERROR = { code: 'E_DATA', message: 'no images', stack: 'at line 1' };

export const MESSAGES: {
  readonly [Type in LeaseMessage['type']]: Whole<Extract<LeaseMessage, { readonly type: Type }>>;
} = {
  begin: { type: 'begin', provenance: PROVENANCE },
  epoch: {
    type: 'epoch',
    epoch: 0,
    reports: [
      {
        trialId: 1,
        report: {
          epoch: 0,
          metrics: { ...eachMetric(() => 0.5), val_loss: Number.NaN },
          learningRate: 0.01,
          seconds: 1.5,
          soloSeconds: 2,
          sharedWith: null,
          imagesPerSecond: Number.POSITIVE_INFINITY,
          peakMemoryBytes: 1e9,
          rights: new Uint8Array([1, 255]),
        },
      },
    ],
  },
  end: {
    type: 'end',
    end: {
      trialId: 1,
      how: 'broke',
      error: ERROR,
      checkpointEpoch: 0,
      checkpointDigest: 'a'.repeat(64),
      unsaved: ERROR,
      overtime: true,
    },
  },
  snapshot: {
    type: 'snapshot',
    made: { epoch: 1, step: 0, file: 'c1-e1.snapshot', sha256: 'b'.repeat(64), bytes: 10 },
    trialIds: [1],
  },
  'no-snapshot': { type: 'no-snapshot', why: 'the disk is full', startOver: false },
  note: { type: 'note', trialId: 1, message: 'hm' },
  'not-compiled': { type: 'not-compiled', why: 'no XLA' },
  done: {
    type: 'done',
    work: {
      trunk: 1,
      trunkAlone: 2,
      trained: 3,
      trainedAlone: 4,
      compiled: { programs: 1, seconds: 2 },
    },
  },
};

export const TOLD: Whole<Told> = { first: 1, messages: Object.values(MESSAGES) };

export const BEAT: Whole<Beat> = { progress: { epoch: 0, epochs: 3, step: 4, steps: 10 } };

export const FAILURE: Whole<Failure> = { error: ERROR };

export const CLAIM: Whole<ClaimRequest> = { waitMs: 0, lifeMs: 1000 };

export const REGISTRATION: Whole<Registration> = {
  name: 'box-1',
  provenance: PROVENANCE,
  machine: {
    host: 'box',
    platform: 'linux-x64',
    cores: 8,
    devices: 1,
    cohortBytes: 8 * 2 ** 30,
    info: {
      backend: 'wasm',
      device: 'CPU, 2 threads',
      deviceId: 'GPU-1',
      kind: 'cpu',
      exact: true,
      processor: 'some CPU',
      threads: 2,
      memoryBytes: null,
      version: '4.22.0',
      precisions: ['float32'],
      imagesPerSecond: 10,
      rates: [{ size: 64, batch: 32, forward: 10, training: 3 }],
      libraries: { cuda: '12', cudnn: null },
    },
  },
};
