import { groupBy } from '#dist/core/lists/group-by.js';
import { decode } from '#dist/store/gateway/wire.js';
import { replays } from './replay.js';

/**
 * @import { Facts, ReportFact, TrialFact } from './facts.js'
 * @import { SweepSpec } from '#dist/core/sweep.js'
 * @import { LeaseMessage } from '#dist/fleet/protocol/messages.js'
 * @import { Order } from '#dist/fleet/protocol/order.js'
 */

/**
 * What a sweep must have come to, whatever was killed under it.
 *
 * @typedef {{
 *   trials: number | null,
 *   reports: (trial: TrialFact) => readonly Omit<ReportFact, 'trial_id'>[] | null,
 *   end: ((trial: TrialFact) => { state: string, epochs: number, checkpoint_digest?: string | null } | null),
 * }} Expected `reports`: all that a trial would have reported had nobody stopped it, in order of the
 *   epochs; `end`: how it must have ended; null where that depends on who came first
 */

/**
 * What is wrong with a sweep that has ended, in words; none: nothing. Pure.
 *
 * @param {Facts} facts
 * @param {Expected} expected
 * @param {(digest: string) => { bytes: number } | 'missing' | 'damaged'} blob of the artifacts' store
 * @returns {readonly string[]}
 */
export function judge(facts, expected, blob) {
  return [
    ...endings(facts, expected),
    ...attemptsAndTrials(facts),
    ...attemptsAndLeases(facts),
    ...jobsAndLeases(facts),
    ...messagesInTime(facts),
    ...oneLeaseATrial(facts),
    ...values(facts, expected),
    ...promotions(facts),
    ...manifests(facts, blob),
    ...replays(facts),
  ];
}

const FINAL = new Set(['finished', 'stopped', 'diverged', 'failed']);
const OPEN = new Set(['queued', 'running']);

/**
 * The sweep is over, with all its trials, each as it had to end.
 *
 * @param {Facts} facts
 * @param {Expected} expected
 */
function* endings({ sweep, trials, leases, messages }, expected) {
  if (sweep.state !== 'finished') yield `the sweep is ${sweep.state}`;
  if (expected.trials !== null && trials.length !== expected.trials) {
    yield `it has ${trials.length} trials, not ${expected.trials}`;
  }
  for (const [place, trial] of trials.entries()) {
    const { number, state, epochs } = trial;
    if (number !== place) yield `trial number ${number} is at place ${place}`;
    if (!FINAL.has(state)) yield `trial ${number} is ${state}`;
    if (state === 'failed') yield `trial ${number} failed`;
    const end = expected.end(trial);
    if (end && (end.state !== state || end.epochs !== epochs)) {
      yield `trial ${number} is ${state} after ${epochs} epochs, not ${end.state} after ${end.epochs}`;
    }
    const digest = trial.checkpoint_digest;
    if (end && digest !== null && end.checkpoint_digest && end.checkpoint_digest !== digest) {
      yield `the weights of trial ${number} are not those it learned`;
    }
  }
  for (const { id, state } of leases) if (OPEN.has(state)) yield `lease ${id} is ${state}`;
  if (messages.length > 0) yield `${messages.length} messages were never taken in`;
}

/**
 * One outcome a trial: it came to an end once, in the attempt that says so, and no two attempts ran
 * at a time.
 *
 * @param {Facts} facts
 */
function* attemptsAndTrials({ trials, attempts, log }) {
  const byTrial = groupBy(attempts, ({ trial_id }) => trial_id);
  const ends = groupBy(
    log.filter(({ kind, now }) => kind === 'trial' && FINAL.has(now)),
    ({ id }) => Number(id),
  );
  for (const { id, number, state } of trials) {
    const its = byTrial.get(id) ?? [];
    const ended = its.filter((attempt) => FINAL.has(attempt.state));
    const count = ends.get(id)?.length ?? 0;
    if (count !== 1) yield `trial ${number} ended ${count} times`;
    if (ended.length !== 1) yield `trial ${number} has ${ended.length} attempts with an outcome`;
    else if (ended[0].state !== state) {
      yield `trial ${number} is ${state}, its attempt ${ended[0].state}`;
    }
    if (its.some((attempt) => attempt.state === 'running')) yield `trial ${number} still runs`;
  }
  const running = new Map();
  for (const { kind, id, was, now, note } of log) {
    if (kind !== 'attempt') continue;
    if (was === null && now === 'running') {
      if (running.has(note.trial)) yield `two attempts at trial id ${note.trial} ran at once`;
      running.set(note.trial, id);
    } else if (was === 'running' && running.get(note.trial) === id) running.delete(note.trial);
    else if (FINAL.has(was ?? '')) yield `attempt ${id} ended as ${was}, and then as ${now}`;
  }
}

/**
 * Whatever an attempt came to was told by its own lease, and its lease began it.
 *
 * @param {Facts} facts
 */
function* attemptsAndLeases({ attempts, leases, log, trials }) {
  const numbers = new Map(trials.map(({ id, number }) => [id, number]));
  /** @type {Set<string>} */
  const told = new Set();
  for (const { kind, id, note } of log) {
    if (kind !== 'message') continue;
    const message = messageIn(note);
    if (message.type === 'begin') told.add(`${id} begin`);
    if (message.type === 'end') told.add(`${id} ${message.end.trialId} ${message.end.how}`);
  }
  // One that nobody began is laid down again, by the same name.
  const byCohort = new Map(leases.map((lease) => [lease.cohort, lease]));
  for (const [cohort, its] of groupBy(leases, (lease) => lease.cohort)) {
    const begun = its.filter(({ id }) => told.has(`${id} begin`));
    if (begun.length > 1) yield `${begun.length} leases began ${cohort}`;
    if (begun[0]) byCohort.set(cohort, begun[0]);
  }
  for (const { id, trial_id, state, cohort, error } of attempts) {
    const name = `attempt ${id} at trial ${numbers.get(trial_id)}`;
    const lease = byCohort.get(cohort ?? '');
    // A pruner may end a trial that no agent ever saw.
    if (!lease) {
      if (state !== 'stopped') yield `${name} is ${state}, and no lease had it`;
      continue;
    }
    // One whose agent died before it began is an attempt, too.
    if (!told.has(`${lease.id} begin`) && state !== 'interrupted') {
      yield `${name} is ${state}, and its lease never began`;
    }
    if (['finished', 'diverged'].includes(state)) {
      if (!told.has(`${lease.id} ${trial_id} ${state}`)) yield `${name}: its lease never told that`;
    }
    if (state === 'crashed' && lease.state === 'finished') {
      yield `${name} crashed in a lease that finished (${error?.message})`;
    }
  }
}

/**
 * Each lease has its job, and both came to the same.
 *
 * @param {Facts} facts
 */
function* jobsAndLeases({ leases, jobs, strays }) {
  const states = new Map(jobs.map(({ id, state }) => [id, state]));
  for (const { id, state } of leases) {
    const job = states.get(id);
    if (!(JOB_STATES[state] ?? []).includes(job ?? 'none')) {
      yield `lease ${id} is ${state}, its job ${job ?? 'not there'}`;
    }
  }
  for (const { id } of strays) yield `job ${id} has no lease`;
}

/** @type {Readonly<Record<string, readonly string[]>>} */
const JOB_STATES = {
  queued: ['created'],
  running: ['active'],
  finished: ['completed'],
  failed: ['failed'],
  lost: ['failed'],
  // A gateway that died in between left the job to whoever fetches it.
  cancelled: ['cancelled', 'created'],
};

/**
 * Messages came while their lease ran, in order, each once; no lease came back once it had ended.
 *
 * @param {Facts} facts
 */
function* messagesInTime({ log }) {
  /** @type {Map<string, number>} */
  const last = new Map();
  for (const { kind, id, was, now, note } of log) {
    if (kind === 'message') {
      if (now !== 'running') yield `a message of lease ${id}, which is ${now}, was kept`;
      const before = last.get(id) ?? 0;
      if (note.seq !== before + 1) yield `lease ${id} has message ${note.seq} after ${before}`;
      last.set(id, note.seq);
    }
    if (kind === 'lease' && was !== null && !OPEN.has(was)) {
      yield `lease ${id} was ${was}, and then ${now}`;
    }
    if (kind === 'snapshot' && !note.there) {
      yield `snapshot ${now.slice(0, 8)} was kept before it was among the artifacts`;
    }
  }
}

/**
 * No trial was anybody's while it was another's.
 *
 * @param {Facts} facts
 */
function* oneLeaseATrial({ log, trials }) {
  const ours = new Set(trials.map(({ id }) => id));
  /** @type {Map<string, readonly number[]>} */
  const trialsOf = new Map();
  /** @type {Map<number, string>} */
  const had = new Map();
  for (const { kind, id, was, now, note } of log) {
    // One that was paused may be promoted while others of its cohort train on.
    if (kind === 'message') {
      const message = messageIn(note);
      const trial = message.type === 'end' ? message.end.trialId : undefined;
      if (trial !== undefined && had.get(trial) === id) had.delete(trial);
    }
    if (kind !== 'lease') continue;
    if (was === null) {
      /** @type {Order} */
      const order = /** @type {any} */ (decode(note.order));
      trialsOf.set(
        id,
        order.trials.map(({ trialId }) => trialId).filter((trial) => ours.has(trial)),
      );
    }
    for (const trial of trialsOf.get(id) ?? []) {
      if (OPEN.has(now)) {
        const other = had.get(trial) ?? id;
        if (other !== id) yield `trial id ${trial} was in leases ${other} and ${id} at once`;
        had.set(trial, id);
      } else if (had.get(trial) === id) had.delete(trial);
    }
  }
}

/**
 * @param {{ body: string }} note
 * @returns {LeaseMessage}
 */
function messageIn({ body }) {
  return /** @type {any} */ (decode(body));
}

/**
 * To the bit what the same recipe learns where nothing goes wrong.
 *
 * @param {Facts} facts
 * @param {Expected} expected
 */
function* values({ trials, reports }, expected) {
  const byTrial = groupBy(reports, ({ trial_id }) => trial_id);
  for (const trial of trials) {
    const its = byTrial.get(trial.id) ?? [];
    const want = expected.reports(trial);
    if (its.length !== trial.epochs) {
      yield `trial ${trial.number} counts ${trial.epochs} epochs and has ${its.length}`;
    }
    for (const [epoch, report] of its.entries()) {
      if (report.epoch !== epoch)
        yield `trial ${trial.number} has epoch ${report.epoch} at ${epoch}`;
      if (want === null) continue;
      const difference = differing(report, want[epoch]);
      if (difference) yield `trial ${trial.number}, epoch ${epoch}: ${difference}`;
    }
  }
}

/**
 * @param {ReportFact} got
 * @param {Omit<ReportFact, 'trial_id'> | undefined} want
 */
function differing(got, want) {
  if (!want) return 'nothing was to be learned there';
  for (const [name, value] of Object.entries(want.metrics)) {
    if (!Object.is(got.metrics[name], value)) return `${name} ${got.metrics[name]}, not ${value}`;
  }
  if (got.learning_rate !== want.learning_rate) return 'another learning rate';
  // Those of most epochs are forgotten.
  if (got.rights !== null && want.rights !== null && got.rights !== want.rights) {
    return 'other images right';
  }
  return null;
}

/**
 * With ASHA, whoever came first: those that are among the best 1/eta of a rung in the end went on.
 *
 * @param {Pick<Facts, 'sweep' | 'trials' | 'reports'>} facts
 */
function* promotions({ sweep, trials, reports }) {
  /** @type {SweepSpec} */
  const { earlyTerminate, metric, defaults } = sweep.spec;
  if (earlyTerminate?.type !== 'asha') return;
  const { min_iter: first, eta } = /** @type {{ min_iter: number, eta: number }} */ (
    /** @type {unknown} */ ({ min_iter: 1, eta: 3, ...earlyTerminate })
  );
  const sign = metric.goal === 'maximize' ? -1 : 1;
  const byTrial = groupBy(reports, ({ trial_id }) => trial_id);
  for (let rung = first; rung < defaults.epochs; rung *= eta) {
    const there = trials.flatMap(({ id, number, epochs }) => {
      const value = byTrial.get(id)?.[rung - 1]?.metrics[metric.name];
      return value === undefined || value === null ? [] : [{ number, epochs, loss: sign * value }];
    });
    const passing = Math.max(1, Math.floor(there.length / eta));
    for (const { number, epochs, loss } of there) {
      const ahead = there.filter((other) => other.loss < loss).length;
      const isNext = trials[number].state === 'diverged';
      if (ahead < passing && epochs <= rung && !isNext) {
        yield `trial ${number} is number ${ahead + 1} of ${there.length} after ${rung} epochs, and did not go on`;
      }
    }
  }
}

/**
 * What rows name is there, whole.
 *
 * @param {Facts} facts
 * @param {(digest: string) => { bytes: number } | 'missing' | 'damaged'} blob
 */
function* manifests({ trials, snapshots, artifacts }, blob) {
  const known = new Map(artifacts.map(({ digest, bytes }) => [digest, bytes]));
  const named = [
    ...snapshots.map(({ sha256 }) => ({ digest: sha256, what: 'a snapshot' })),
    ...trials.flatMap(({ number, checkpoint_digest, checkpoint_epoch }) => {
      if (checkpoint_epoch === null || checkpoint_digest === null) return [];
      return [{ digest: checkpoint_digest, what: `the checkpoint of trial ${number}` }];
    }),
  ];
  for (const { digest, what } of named) {
    if (!known.has(digest)) yield `${what} (${digest.slice(0, 8)}) is not among the artifacts`;
  }
  for (const [digest, bytes] of known) {
    const found = blob(digest);
    if (typeof found === 'string') yield `artifact ${digest.slice(0, 8)} is ${found}`;
    else if (found.bytes !== bytes) yield `artifact ${digest.slice(0, 8)} has another size`;
  }
}
