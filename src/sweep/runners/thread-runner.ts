import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { NO_WORK } from '../../core/cohort-work.js';
import { keyOf } from '../../core/recipe.js';
import type { MadeSnapshot } from '../../core/snapshots/snapshot.js';
import type { AtBudget } from '../../core/sweep.js';
import type { TrialEnd, TrialTask } from '../../core/trial.js';
import { type Control, createControl } from '../../worker/protocol/control.js';
import type { TrainMessage } from '../../worker/protocol/messages.js';
import type { Setting } from '../../worker/protocol/tasks.js';
import { reasonOf, spoilsWorker } from './lost-worker.js';
import { PATIENCE } from './patience.js';
import type { Pool } from './pool.js';
import type { CohortRunner, RunnerEvents } from './runner.js';
import { createWatch, type Watch } from './watch.js';

export interface ThreadRunnerParts {
  /** Closed with the runner. */
  readonly pool: Pool;
  readonly setting: Setting;
  readonly classNames: readonly string[];
  /** Of the images that the run began with; null: not known. */
  readonly dataDigest: string | null;
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
  /** `finish`: then it ends with its epoch. Default: `stop`. */
  readonly onTrial?: AtBudget;
  /** Milliseconds a stop request may go unheard until the thread is ended. Default: 2 minutes. */
  readonly graceMs?: number;
  /** Milliseconds without any progress that a cohort is granted. Default: `PATIENCE`. */
  readonly patienceMs?: (trials: readonly TrialTask[]) => number;
}

/**
 * Trains each cohort in a worker thread, of this process or of another.
 *
 * Stop requests and verdicts go through shared memory, never through Piscina's abort, which would
 * end the thread. Only a thread that hears no stop request for `graceMs`, or gets nowhere for longer
 * than is to be explained, is ended.
 */
export function createThreadRunner(parts: ThreadRunnerParts): CohortRunner {
  const { pool, setting, classNames, dataDigest, cacheBytes, keep, sharing, trialMs } = parts;
  const { onTrial = 'stop', graceMs = 120_000, patienceMs = () => PATIENCE } = parts;
  let cohorts = 0;

  return {
    async run({ trials, name: _, ...cohort }, events, signal) {
      cohorts += 1;
      const spill = parts.spill === null ? null : `${parts.spill}-${cohorts}`;
      const control = createControl(trials.length);
      const { port1: ours, port2: theirs } = new MessageChannel();
      const { requestStop, pulse } = control;
      const watch = createWatch({
        ...{ signal, trialMs, onTrial, trials: trials.length, graceMs, requestStop, pulse },
        patienceMs: patienceMs(trials),
      });
      const receiver = receiveInto(ours, trials, control, events, watch);
      const kept = { cacheBytes, spill, keep, sharing };
      const task = { classNames, dataDigest, ...kept, trials, ...cohort };
      try {
        const work = await pool.call(
          'train',
          { ...setting, ...task, control: control.memory, port: theirs },
          {
            transfer: [theirs],
            near: keyOf(trials[0]!.recipe.trunk),
            kill: watch.kill,
            begins: receiver.begin,
            spoils: () => spoilsWorker(receiver.drain()),
          },
        );
        await receiver.finish(new Error('its worker never said how it ended'));
        return work;
      } catch (error) {
        await receiver.finish(error);
        return NO_WORK;
      } finally {
        watch.close();
        ours.close();
      }
    },
    close: () => pool.close(),
  };
}

interface Receiver {
  /** @throws what went wrong in answering; nothing is to train then. */
  begin(worker: number): Promise<void>;
  /** The result travels on another port and may overtake the last messages: takes those now. */
  drain(): readonly TrialEnd[];
  /**
   * Takes what is left, and ends the trials that never said how they ended. `error`: what is known.
   * @throws what went wrong in answering a message.
   */
  finish(error: unknown): Promise<void>;
}

/**
 * Answers a cohort's messages one after another. What goes wrong in answering (a full disk) asks the
 * worker to stop, and is thrown at the end.
 */
function receiveInto(
  port: MessagePort,
  trials: readonly TrialTask[],
  control: Control,
  events: RunnerEvents,
  watch: Watch,
): Receiver {
  const placeOf = new Map(trials.map(({ trialId }, place) => [trialId, place]));
  const ends = new Map<number, TrialEnd>();
  let answered = Promise.resolve();
  let saved = Promise.resolve();
  let broken: { readonly error: unknown } | undefined;

  function breakDown(error: unknown): void {
    broken ??= { error };
    control.abandon();
  }

  /** Beside the other messages: what waits for a verdict must not wait for a disk. */
  function save(made: MadeSnapshot): void {
    const kept = events.snapshot(made).catch(breakDown).finally(control.endSaving);
    saved = saved.then(() => kept);
  }

  function enqueue(act: () => Promise<void> | void): void {
    answered = answered.then(async () => {
      if (broken) return;
      try {
        await act();
      } catch (error) {
        breakDown(error);
      }
    });
  }

  async function answer(message: TrainMessage): Promise<void> {
    if (message.type === 'epoch') {
      const { epoch } = message;
      const verdicts = await events.epoch(message.reports);
      const placed = Array.from(verdicts, ([id, verdict]) => {
        const place = placeOf.get(id)!;
        const isLast = epoch + 1 >= trials[place]!.recipe.pace.epochs;
        return [place, watch.overtime && !isLast ? 'stop' : verdict] as const;
      });
      control.decide(epoch, new Map(placed));
    } else if (message.type === 'end') {
      await events.end(message.end);
    } else if (message.type === 'note') {
      await events.note(message.trialId, message.message);
    } else if (message.type === 'no-snapshot') {
      await events.noSnapshot(message.why, message.startOver);
    } else if (message.type === 'compiling') {
      events.compiling(message.trialIds, message.title);
    } else if (message.type === 'not-compiled') {
      await events.notCompiled(message.why);
    } else if (message.type === 'step') {
      events.step(message.trialIds, message.progress);
    }
  }

  function take(message: TrainMessage): void {
    watch.heard();
    if (message.type === 'snapshot') {
      save(message.made);
      return;
    }
    if (message.type !== 'end') {
      enqueue(() => answer(message));
      return;
    }
    const { end } = message;
    if (ends.has(end.trialId)) return;
    const isCut = end.how === 'interrupted' || end.how === 'stopped';
    const told = watch.overtime && isCut ? { ...end, overtime: true } : end;
    ends.set(end.trialId, told);
    enqueue(() => answer({ type: 'end', end: told }));
  }

  function drain(): readonly TrialEnd[] {
    for (let next = receive(port); next; next = receive(port)) take(next.message);
    return [...ends.values()];
  }

  port.on('message', take);
  return {
    async begin(worker) {
      try {
        await events.begin(worker);
      } catch (error) {
        breakDown(error);
        throw error;
      }
    },
    drain,
    async finish(error) {
      drain();
      const how =
        watch.kill.aborted && !watch.stalled
          ? ({ how: 'interrupted' } as const)
          : ({ how: 'broke', error: watch.stalled ?? reasonOf(error) } as const);
      for (const { trialId } of trials) take({ type: 'end', end: { trialId, ...how } });
      await answered;
      await saved;
      if (broken) throw broken.error;
    },
  };
}

function receive(port: MessagePort): { readonly message: TrainMessage } | undefined {
  return receiveMessageOnPort(port);
}
