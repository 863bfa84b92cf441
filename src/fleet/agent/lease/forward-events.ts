import { basename } from 'node:path';
import { messageOf, serializeError } from '../../../core/errors.js';
import type { StepProgress } from '../../../core/progress.js';
import type { MadeSnapshot } from '../../../core/snapshots/snapshot.js';
import type { TrialEnd } from '../../../core/trial.js';
import { VERDICTS, type Verdict } from '../../../core/verdict.js';
import { removeFile } from '../../../machine/files/remove-file.js';
import type { RunnerEvents } from '../../../sweep/runners/runner.js';
import type { SnapshotBlob } from '../../protocol/order.js';
import type { Slowest } from '../life.js';
import type { AgentParts } from '../ports.js';
import type { HeldLease } from './hold-lease.js';
import { checkpointFile } from './lease-files.js';
import type { Outbox } from './outbox.js';
import { sizedEnd, sizedText } from './sized.js';

export interface ForwardParts
  extends Pick<AgentParts, 'blobs' | 'clock' | 'provenanceOf' | 'observe'> {
  readonly outbox: Outbox;
  readonly held: Pick<HeldLease, 'lost'>;
  readonly folder: string;
  /** As attempts name it. */
  readonly cohort: string;
  /** What a step, or a snapshot's way to the others, took. */
  measured(took: Partial<Slowest>): void;
}

/** What a cohort's runner tells, on its way to the gateway. */
export interface Forwarded {
  readonly events: RunnerEvents;
  /** Whether the cohort is known to the gateway to have begun. */
  begun(): boolean;
  /** Trials whose end was told. */
  readonly ended: ReadonlySet<number>;
  progress(): StepProgress | null;
}

export function forwardEvents(parts: ForwardParts): Forwarded {
  const { outbox, blobs, clock, folder, held, observe } = parts;
  const ended = new Set<number>();
  let begun = false;
  let progress: StepProgress | null = null;
  let stepped = clock.now();
  /** Snapshots on their way. */
  let saving: Promise<void> = Promise.resolve();

  function noSnapshot(why: string, startOver: boolean): void {
    outbox.tell({ type: 'no-snapshot', why: sizedText(why), startOver });
    observe({ type: 'no-snapshot', why });
  }

  async function upload({ part, trialIds, ...rest }: MadeSnapshot): Promise<void> {
    const started = clock.now();
    try {
      await blobs.put(part, rest.sha256, { signal: held.lost });
    } catch (error) {
      held.lost.throwIfAborted();
      noSnapshot(
        `a checkpoint could not be kept (${messageOf(error)}): training goes on without`,
        false,
      );
      return;
    } finally {
      removeFile(part);
    }
    const made: SnapshotBlob = { ...rest, file: nameOf(part, parts.cohort) };
    outbox.tell({ type: 'snapshot', made, trialIds });
    const ms = clock.now() - started;
    parts.measured({ snapshotMs: ms });
    observe({ type: 'snapshot', bytes: made.bytes, ms });
  }

  /** The same with its checkpoint where whoever goes on with it finds it. */
  async function kept(end: TrialEnd): Promise<TrialEnd> {
    const { checkpointDigest, checkpointEpoch, ...rest } = end;
    if (checkpointDigest === undefined) return end;
    const path = checkpointFile(folder, end.trialId);
    try {
      await blobs.put(path, checkpointDigest, { signal: held.lost });
      return end;
    } catch (error) {
      held.lost.throwIfAborted();
      return { ...rest, unsaved: serializeError(error) };
    } finally {
      removeFile(path);
    }
  }

  const events: RunnerEvents = {
    async begin(worker) {
      outbox.tell({
        type: 'begin',
        provenance: typeof worker === 'number' ? parts.provenanceOf(worker) : worker,
      });
      begun = true;
      stepped = clock.now();
    },
    async epoch(reports) {
      const { epoch } = reports[0]!.report;
      observe({ type: 'epoch', epoch, reports });
      const verdicts = await outbox.ask({ type: 'epoch', epoch, reports });
      stepped = clock.now();
      return new Map(reports.map(({ trialId }) => [trialId, verdictOf(verdicts[trialId])]));
    },
    async end(end) {
      // Whoever goes on with the trial must know from where.
      await saving;
      const told = sizedEnd(await kept(end));
      outbox.tell({ type: 'end', end: told });
      ended.add(end.trialId);
      observe({ type: 'ended', end: told });
    },
    async note(trialId, message) {
      outbox.tell({ type: 'note', trialId, message: sizedText(message) });
    },
    async snapshot(made) {
      const saved = saving.then(() => upload(made));
      saving = saved.catch(() => undefined);
      await saved;
    },
    async noSnapshot(why, startOver) {
      noSnapshot(why, startOver);
    },
    async notCompiled(why) {
      outbox.tell({ type: 'not-compiled', why: sizedText(why) });
    },
    compiling: (trialIds, title) => observe({ type: 'compiling', trialIds, title }),
    step(trialIds, now) {
      parts.measured({ stepMs: clock.now() - stepped });
      stepped = clock.now();
      progress = now;
      observe({ type: 'step', trialIds, progress: now });
    },
  };
  return { events, begun: () => begun, ended, progress: () => progress };
}

/** A name that no other attempt's snapshot has. */
function nameOf(part: string, cohort: string): string {
  return basename(part, '.part').replace('cohort', `cohort-${cohort}`);
}

/** One that the gateway leaves out, or that this version does not know, changes nothing. */
function verdictOf(verdict: Verdict | undefined): Verdict {
  return VERDICTS.find((known) => known === verdict) ?? 'continue';
}
