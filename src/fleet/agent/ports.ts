import type { Provenance } from '../../core/provenance.js';
import type { Recipe } from '../../core/recipe.js';
import type { CohortRunner } from '../../sweep/runners/runner.js';
import type { Blobs } from '../artifacts/blobs.js';
import type {
  Beat,
  BeatAnswer,
  Claimed,
  ClaimRequest,
  Failure,
  Registered,
  Registration,
  Taken,
  Told,
} from '../protocol/api.js';
import type { Order } from '../protocol/order.js';
import type { AgentEvent } from './agent-event.js';
import type { Clock } from './clock.js';

/**
 * A gateway, as an agent asks it. All but `beat` and `leave` try again until they are answered, or
 * `signal` aborts, whose reason they then throw. What is asked of a lease that the gateway no longer
 * knows is answered `lost`.
 *
 * @throws {Refused} the gateway understood, and says no.
 */
export interface FleetClient {
  register(registration: Registration, signal: AbortSignal): Promise<Registered>;
  claim(agent: string, request: ClaimRequest, signal: AbortSignal): Promise<AnsweredClaim>;
  /** Never rejects, and takes some seconds at most: a gateway that does not hear it notices later. */
  leave(agent: string): Promise<void>;
  /** Asks once. @throws {Unreachable} nobody answered within `timeoutMs`. */
  beat(lease: string, beat: Beat, timeoutMs: number, signal: AbortSignal): Promise<BeatAnswer>;
  report(lease: string, told: Told, signal: AbortSignal): Promise<Taken>;
  finish(lease: string, told: Told, signal: AbortSignal): Promise<Taken>;
  fail(lease: string, failure: Failure, signal: AbortSignal): Promise<Taken>;
}

export interface AnsweredClaim {
  readonly claimed: Claimed;
  /** When the request that was answered was sent, by the agent's clock. */
  readonly since: number;
}

/** Images and weights of an order, on this machine. */
export interface Inputs {
  /**
   * Finds or fetches them, and makes sure that they are those of the order.
   *
   * @throws {ThawError} they are not here, or others are; in words for whoever began the sweep.
   */
  ready(order: Order, signal: AbortSignal): Promise<ReadyInputs>;
}

export interface ReadyInputs {
  /** Of the order's trials, in their order, with the paths of this machine. */
  readonly recipes: readonly Recipe[];
  /** In label order. */
  readonly classNames: readonly string[];
}

/** What a lease trains, and where. */
export interface LeaseWork {
  readonly order: Order;
  readonly inputs: ReadyInputs;
  /** Its own, gone when the lease ends. */
  readonly folder: string;
}

export interface AgentParts {
  readonly client: FleetClient;
  readonly inputs: Inputs;
  /** Artifacts of the agent's team. */
  readonly blobs: Pick<Blobs, 'put' | 'get'>;
  /** What trains a cohort; agents never close it. */
  runnerFor(work: LeaseWork): Pick<CohortRunner, 'run'>;
  /** Runs `work` with a fresh folder, and removes that afterwards. */
  withFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result>;
  readonly clock: Clock;
  readonly registration: Registration;
  /** What a worker of the runner trains on. */
  provenanceOf(worker: number): Provenance;
  readonly limits: AgentLimits;
  observe(event: AgentEvent): void;
}

/** When an agent leaves by itself; null: it does not. */
export interface AgentLimits {
  /** After its first cohort, however that ends. */
  readonly once: boolean;
  /** Milliseconds without a cohort. */
  readonly idleMs: number | null;
  /** Milliseconds that it may live; it drains early enough before. */
  readonly lifeMs: number | null;
}
