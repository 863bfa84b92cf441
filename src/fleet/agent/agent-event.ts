import type { StepProgress } from '../../core/progress.js';
import type { SerializedError, TrialEnd } from '../../core/trial.js';
import type { TrialReported } from '../protocol/messages.js';
import type { Order } from '../protocol/order.js';

/** What an agent tells of itself while it runs. Times are milliseconds. */
export type AgentEvent =
  | { readonly type: 'registered'; readonly agent: string; readonly leaseMs: number }
  | { readonly type: 'claimed'; readonly lease: string; readonly order: Order }
  | { readonly type: 'begun'; readonly trialIds: readonly number[] }
  | {
      readonly type: 'step';
      readonly trialIds: readonly number[];
      readonly progress: StepProgress;
    }
  | { readonly type: 'compiling'; readonly trialIds: readonly number[]; readonly title: string }
  | { readonly type: 'epoch'; readonly epoch: number; readonly reports: readonly TrialReported[] }
  | { readonly type: 'ended'; readonly end: TrialEnd }
  /** A snapshot is among the artifacts; `ms`: what it took to bring it there. */
  | { readonly type: 'snapshot'; readonly bytes: number; readonly ms: number }
  /** There is none, and why. */
  | { readonly type: 'no-snapshot'; readonly why: string }
  /** The gateway wants its trials to stop. */
  | { readonly type: 'stopping'; readonly lease: string }
  | { readonly type: 'finished'; readonly lease: string; readonly ms: number }
  /** The cohort could not begin here. */
  | { readonly type: 'failed'; readonly lease: string; readonly error: SerializedError }
  /** The lease is over without this agent: what it trained since its last snapshot is gone. */
  | { readonly type: 'lost'; readonly lease: string; readonly why: string }
  /** It claims nothing more, and leaves as soon as it can. */
  | { readonly type: 'draining'; readonly why: DrainReason }
  /** The gateway does not answer; it is asked again and again. */
  | { readonly type: 'unreachable'; readonly why: string }
  | { readonly type: 'reachable'; readonly ms: number }
  | { readonly type: 'left' };

/** `asked`: by a signal. `lifetime`: its time is nearly up. */
export type DrainReason = 'asked' | 'lifetime' | 'idle' | 'once';
