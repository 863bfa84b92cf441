import type { BackendInfo } from '../../core/backend-info.js';
import type { DataListing } from '../../core/prints/data-listing.js';
import type { Fingerprint } from '../../core/prints/fingerprint.js';
import type { StepProgress } from '../../core/progress.js';
import type { Provenance } from '../../core/provenance.js';
import type { SweepSpec } from '../../core/sweep.js';
import type { SerializedError } from '../../core/trial.js';
import { READ_PATH } from '../../store/gateway/read-request.js';
import type { LeaseMessage, VerdictsAnswer } from './messages.js';
import type { Order } from './order.js';

/**
 * What a gateway is asked over HTTP, always with `Authorization: Bearer <token>`. Bodies and answers
 * are plain data as `store/gateway/wire.ts` writes it (Map, Uint8Array, NaN and infinities included);
 * blobs are bytes as they are. Ids in addresses are a token's team's own, or 404.
 */
export const paths = {
  /** POST `Registration` -> `Registered`. Role `agent`, as all down to `artifact`. */
  agents: '/v1/agents',
  /** POST `ClaimRequest` -> `Claimed`, after `waitMs` at most: also an idle agent's sign of life. */
  claim: (agent: string) => `/v1/agents/${agent}/claim`,
  /** POST {}: the agent leaves, and has no lease any more. */
  leave: (agent: string) => `/v1/agents/${agent}/leave`,
  /** POST `Beat` -> `BeatAnswer`. */
  beat: (lease: string) => `/v1/leases/${lease}/beat`,
  /** POST `Told` -> `Taken`: reports, ends, snapshots, as they come. */
  report: (lease: string) => `/v1/leases/${lease}/report`,
  /**
   * POST `Told`, whose last message is `done` -> `Taken`. Messages and the end of lease and job are one
   * transaction; asked again, it answers the same.
   */
  finish: (lease: string) => `/v1/leases/${lease}/finish`,
  /** POST `Failure` -> `Taken`: the cohort could not begin here; its trials wait again. */
  fail: (lease: string) => `/v1/leases/${lease}/fail`,
  /** HEAD, GET, PUT; the body must have this digest. Roles `agent` and `user`. */
  artifact: (digest: string) => `/v1/artifacts/${digest}`,
  /** GET -> `{ digest }` or 404; PUT `{ digest }` (role `user`). */
  key: (kind: 'data' | 'weights', key: string) => `/v1/keys/${kind}/${key}`,
  /** POST `ReadRequest` -> what the store's `Readings` or `Log` answers, as lines. Role `user`. */
  read: READ_PATH,
  /** POST `NewTest` of store/gateway/read-request.ts. Role `user`. */
  tests: '/v1/tests',
  /** POST `Submission` -> `{ sweepId }`. Role `user`. */
  sweeps: '/v1/sweeps',
  /** DELETE; refused while somebody conducts it. Role `user`. */
  sweep: (sweepId: number) => `/v1/sweeps/${sweepId}`,
  /** POST `Extension`; refused while somebody conducts it. Role `user`. */
  extend: (sweepId: number) => `/v1/sweeps/${sweepId}/extend`,
  /** POST `Wish`. Role `user`. */
  wish: (sweepId: number) => `/v1/sweeps/${sweepId}/wish`,
  /** GET -> `FleetDocument`. Role `user`. */
  fleet: '/v1/fleet',
} as const;

/** What tells a machine from others, for people and for the choice of cohorts. */
export interface AgentMachine {
  readonly host: string;
  readonly platform: string;
  readonly cores: number;
  /** GPUs that it trains on at once; 1 for a CPU. What budgets count its seconds by. */
  readonly devices: number;
  /** Bytes that a cohort may take. */
  readonly cohortBytes: number;
  readonly info: BackendInfo;
}

export interface Registration {
  readonly name: string;
  readonly machine: AgentMachine;
  readonly provenance: Provenance;
}

export interface Registered {
  readonly agent: string;
  /** Milliseconds without a beat after which its lease is another's. */
  readonly leaseMs: number;
}

export interface ClaimRequest {
  readonly waitMs: number;
  /** Milliseconds that the agent has left to live; null: no end is known. */
  readonly lifeMs: number | null;
}

export type Claimed = { readonly lease: string; readonly order: Order } | { readonly lease: null };

export interface Beat {
  readonly progress: StepProgress | null;
}

/** `stop`: end all trials after their step, as interrupted, and finish. `lost`: whatever comes is not heard. */
export interface BeatAnswer {
  readonly is: 'continue' | 'stop' | 'lost';
}

export interface Told {
  /** Place of the first message, from 1. Those that were told before may come again. */
  readonly first: number;
  readonly messages: readonly LeaseMessage[];
}

/** `waits`: it is kept, and the verdicts are not there yet: ask again. */
export type Taken =
  | { readonly is: 'taken'; readonly verdicts: VerdictsAnswer | null }
  | { readonly is: 'waits' }
  | { readonly is: 'lost' };

/** Code of a failure that says nothing of the cohort: its agent had to stop before it could begin. */
export const HANDED_BACK = 'E_INTERRUPTED';

export interface Failure {
  readonly error: SerializedError;
}

/** A sweep for the machines there are; its images and weights are among the artifacts by now. */
export interface Submission {
  readonly spec: SweepSpec;
  /** Absolute path of the sweep file on the submitter's machine, and its text. */
  readonly file: string;
  readonly source: string;
  readonly fingerprint: Fingerprint;
  readonly listing: DataListing;
  /** Its weight among sweeps that want machines, 1 to 100. */
  readonly priority: number;
  /** Device-seconds that it may take; null: any. */
  readonly budgetSeconds: number | null;
}

/** What somebody wants of a sweep from now on; what is absent stays as it is. */
export interface Wish {
  readonly wanted?: 'run' | 'pause' | 'cancel';
  readonly priority?: number;
  readonly budgetSeconds?: number | null;
}

/** What a sweep is given more. */
export interface Extension {
  readonly spec: SweepSpec;
  /** The sweep file's text from now on. */
  readonly source: string;
  /** What is otherwise, a phrase each. */
  readonly told: readonly string[];
}
