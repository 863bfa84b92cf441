import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { NO_WORK } from '../../core/cohort-work.js';
import { keyOf } from '../../core/recipe.js';
import type { TrialOutcome } from '../../core/trial.js';
import type { TrialTask } from '../../core/trial-task.js';
import { type Control, createControl } from '../../worker/protocol/control.js';
import type { TrainMessage } from '../../worker/protocol/messages.js';
import type { Setting } from '../../worker/protocol/tasks.js';
import { lossOf, spoilsWorker } from './lost-worker.js';
import type { Pool } from './pool.js';
import type { CohortRunner, RunnerEvents } from './runner.js';
import { createWatch, type Watch } from './watch.js';

export interface ThreadRunnerParts {
  /** Closed with the runner. */
  readonly pool: Pool;
  readonly setting: Setting;
  readonly classNames: readonly string[];
  /** Bytes of frozen outputs that each worker may keep. */
  readonly cacheBytes: number;
  /** Path that names no file: frozen outputs that don't fit go to files named after it. */
  readonly spill: string | null;
  /** How many trials' weights the sweep keeps. */
  readonly keep: number;
  /** False: nothing is kept from one cohort to the next. */
  readonly sharing: boolean;
  /** Milliseconds a trial may take until it is stopped; null: any. */
  readonly trialMs: number | null;
  /** Milliseconds a stop request may go unheard until the thread is ended. Default: 2 minutes. */
  readonly graceMs?: number;
}

/**
 * Trains each cohort in a worker thread.
 *
 * Stop requests and verdicts go through shared memory, never through Piscina's abort, which would
 * end the thread. Only a thread that hears no stop request for `graceMs` is ended.
 */
export function createThreadRunner(parts: ThreadRunnerParts): CohortRunner {
  const { pool, setting, classNames, cacheBytes, keep, sharing, trialMs } = parts;
  const { graceMs = 120_000 } = parts;
  let cohorts = 0;

  return {
    async run({ trials, followed }, events, signal) {
      cohorts += 1;
      const spill = parts.spill === null ? null : `${parts.spill}-${cohorts}`;
      const control = createControl(trials.length);
      const { port1: ours, port2: theirs } = new MessageChannel();
      const { requestStop } = control;
      const watch = createWatch({ signal, trialMs, trials: trials.length, graceMs, requestStop });
      const receiver = receiveInto(ours, trials, control, events, watch);
      const task = { classNames, cacheBytes, spill, keep, followed, sharing, trials };
      try {
        const work = await pool.call(
          'train',
          { ...setting, ...task, control: control.memory, port: theirs },
          {
            transfer: [theirs],
            near: keyOf(trials[0]!.recipe.trunk),
            kill: watch.kill,
            spoils: () => spoilsWorker(receiver.drain()),
          },
        );
        receiver.lose(new Error('its worker never told how it ended'));
        return work;
      } catch (error) {
        receiver.drain();
        receiver.lose(error);
        return NO_WORK;
      } finally {
        receiver.check();
        watch.close();
        ours.close();
      }
    },
    close: () => pool.close(),
  };
}

interface Receiver {
  /** The result travels on another port and may overtake the last messages: takes those now. */
  drain(): readonly TrialOutcome[];
  /** Ends the trials that are left when the task is over. */
  lose(error: unknown): void;
  /** @throws what went wrong in answering a message. */
  check(): void;
}

/**
 * Answers a cohort's messages as they come. What goes wrong in answering (a full disk) asks the
 * worker to stop, and is thrown at the end.
 */
function receiveInto(
  port: MessagePort,
  trials: readonly TrialTask[],
  control: Control,
  events: RunnerEvents,
  watch: Watch,
): Receiver {
  const indexOf = new Map(trials.map(({ trialId }, index) => [trialId, index]));
  const outcomes = new Map<number, TrialOutcome>();
  let broken: { readonly error: unknown } | undefined;

  function guarded(act: () => void): void {
    if (broken) return;
    try {
      act();
    } catch (error) {
      broken = { error };
      control.requestStop();
    }
  }

  function answer(message: TrainMessage): void {
    if (message.type === 'report') {
      const { trialId, report } = message;
      control.decide(indexOf.get(trialId)!, report.epoch, events.report(trialId, report));
    } else if (message.type === 'end') {
      end(message.outcome);
    } else if (message.type === 'note') {
      events.note(message.trialId, message.message);
    } else {
      events.step(message.trialIds, message.progress);
    }
  }

  function end(outcome: TrialOutcome): void {
    if (outcomes.has(outcome.trialId)) return;
    const judged = watch.judge(outcome);
    outcomes.set(outcome.trialId, judged);
    events.end(judged);
  }

  port.on('message', (message: TrainMessage) => guarded(() => answer(message)));
  return {
    drain() {
      for (let next = take(port); next; next = take(port)) {
        const { message } = next;
        guarded(() => answer(message));
      }
      return [...outcomes.values()];
    },
    lose(error) {
      const left = trials.filter(({ trialId }) => !outcomes.has(trialId));
      const fates = watch.outcomesOf(left) ?? lossOf(left, trials, error);
      for (const outcome of fates) guarded(() => end(outcome));
    },
    check() {
      if (broken) throw broken.error;
    },
  };
}

function take(port: MessagePort): { readonly message: TrainMessage } | undefined {
  return receiveMessageOnPort(port);
}
