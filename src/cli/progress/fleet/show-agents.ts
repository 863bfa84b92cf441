import { type MetricName, toLoss } from '../../../core/metric.js';
import type { StepProgress } from '../../../core/progress.js';
import type { TrialEnd } from '../../../core/trial.js';
import { durationText } from '../../../core/words/duration-text.js';
import { numberRanges } from '../../../core/words/number-ranges.js';
import { count } from '../../../core/words/numbers.js';
import type { AgentEvent, DrainReason } from '../../../fleet/agent/agent-event.js';
import type { Order } from '../../../fleet/protocol/order.js';
import type { CliContext } from '../../context.js';
import { withoutMarks } from '../../text/style.js';
import { truncate } from '../../text/text.js';
import type { Screen } from '../screen.js';

/** What an agent is at. */
interface AtWork {
  readonly order: Order;
  progress: StepProgress | null;
  compiling: string | null;
  /** Of its best trial at the last epoch, as a person reads it. */
  value: string;
  readonly ends: Map<TrialEnd['how'], number>;
}

/** What agents tell: a line for each event, and on a terminal one that changes for each cohort. */
export function showAgents(
  { err }: Pick<CliContext, 'err'>,
  screen: Screen,
  server: string,
): (agent: string, event: AgentEvent) => void {
  const atWork = new Map<string, AtWork>();
  const names = new Set<string>();

  const lines = () =>
    Array.from(atWork.values(), (work) => truncate(progressText(work), err.columns() - 1));

  function print(name: string, text: string): void {
    screen.print(names.size > 1 ? `${name}: ${text}` : text);
  }

  function over(name: string): AtWork | undefined {
    const work = atWork.get(name);
    atWork.delete(name);
    if (atWork.size === 0) screen.show(null);
    return work;
  }

  return (name, event) => {
    const work = atWork.get(name);
    switch (event.type) {
      case 'registered':
        names.add(name);
        return screen.print(`${name} waits for work from ${server}`);
      case 'claimed':
        atWork.set(name, {
          ...{ order: event.order, progress: null, compiling: null, value: '' },
          ends: new Map(),
        });
        return print(name, claimedText(event.order));
      case 'begun':
        return screen.show(lines);
      case 'step':
        if (work) Object.assign(work, { progress: event.progress, compiling: null });
        return;
      case 'compiling':
        if (work) work.compiling = event.title;
        if (!err.isTerminal) print(name, `compiling the ${event.title} ...`);
        return;
      case 'epoch': {
        if (!work) return;
        work.value = valueText(work.order, event);
        return print(name, `${cohortText(work.order)}, epoch ${event.epoch}: ${work.value}`);
      }
      case 'ended': {
        if (!work) return;
        const { trialId, how, error } = event.end;
        work.ends.set(how, (work.ends.get(how) ?? 0) + 1);
        if (!error) return;
        return print(name, `trial ${trialId} ${how}: ${withoutMarks(error.message)}`);
      }
      case 'snapshot':
        return;
      case 'no-snapshot':
        return print(name, event.why);
      case 'stopping':
        return print(name, 'the gateway wants the cohort to stop');
      case 'finished': {
        const ended = over(name);
        if (!ended) return;
        const time = durationText(event.ms / 1000);
        return print(name, `${cohortText(ended.order)} done in ${time}: ${endsText(ended)}`);
      }
      case 'failed':
        over(name);
        return print(name, `cannot train this here: ${withoutMarks(event.error.message)}`);
      case 'lost':
        over(name);
        return print(
          name,
          `lost the cohort: ${event.why}; another goes on from its last checkpoint`,
        );
      case 'draining':
        return event.why === 'asked' ? undefined : print(name, LEAVING[event.why]);
      case 'unreachable':
        return print(name, `${withoutMarks(event.why)} Trying again.`);
      case 'reachable':
        return print(name, `the gateway answers again, after ${durationText(event.ms / 1000)}`);
      case 'left':
        over(name);
        return screen.print(`${name} has left`);
    }
  };
}

const LEAVING: Readonly<Record<Exclude<DrainReason, 'asked'>, string>> = {
  lifetime: 'leaving: its time is nearly up',
  idle: 'leaving: there was no work for long enough',
  once: 'leaving after one cohort',
};

/** Characters of ids beyond which they are counted. */
const LONGEST_RANGES = 30;

function cohortText({ sweepId, trials }: Order): string {
  const ids = trials.map(({ trialId }) => trialId);
  const ranges = numberRanges(ids);
  const one = ids.length === 1 ? 'trial' : 'trials';
  const which = ranges.length > LONGEST_RANGES ? count(ids.length, 'trial') : `${one} ${ranges}`;
  return `${which} of sweep ${sweepId}`;
}

function claimedText(order: Order): string {
  const from = order.from ? `, from epoch ${order.from.epoch} step ${order.from.step}` : '';
  return `claimed ${cohortText(order)}${from}`;
}

function progressText({ order, progress, compiling, value }: AtWork): string {
  const name = cohortText(order);
  if (compiling !== null) return `compiling the ${compiling} ...  ${name}`;
  if (!progress) return `starting  ${name}`;
  const { epoch, epochs, step, steps } = progress;
  const last = value === '' ? '' : `  ${value}`;
  return `epoch ${epoch} of 0-${epochs - 1}  step ${step}/${steps}${last}  ${name}`;
}

/** The best of a cohort's trials by the metric of its sweep. */
function valueText({ trials }: Order, { reports }: Extract<AgentEvent, { type: 'epoch' }>): string {
  const { metric } = trials[0]!.recipe.judged;
  const name: MetricName = metric.name;
  const [best] = reports
    .map(({ report }) => report.metrics[name])
    .sort((a, b) => toLoss(a, metric) - toLoss(b, metric));
  const of = reports.length === 1 ? '' : ` (best of ${reports.length})`;
  return `${name} ${best?.toFixed(4)}${of}`;
}

function endsText({ ends }: AtWork): string {
  return Array.from(ends, ([how, n]) => `${count(n, 'trial')} ${how}`).join(', ');
}
