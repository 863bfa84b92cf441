import { escaped } from '../../../core/words/plain.js';
import type { AgentEvent } from '../../../fleet/agent/agent-event.js';
import type { Output } from '../../output.js';

/** What agents tell, as a line of JSON each; steps, of which there are many a second, are left out. */
export function agentLines(out: Pick<Output, 'write'>): (agent: string, event: AgentEvent) => void {
  return (name, event) => {
    const told = toldOf(event);
    if (!told) return;
    const line = { at: new Date().toISOString(), name, ...told };
    out.write(`${escaped(JSON.stringify(line))}\n`);
  };
}

function toldOf(event: AgentEvent): object | null {
  if (event.type === 'step') return null;
  if (event.type === 'claimed') {
    const { lease, order } = event;
    const { sweepId, cohort, from } = order;
    const trials = order.trials.map(({ trialId }) => trialId);
    const start = from && { epoch: from.epoch, step: from.step };
    return { type: event.type, lease, sweepId, cohort, trials, from: start };
  }
  if (event.type === 'epoch') {
    const reports = event.reports.map(({ trialId, report }) => {
      return { trialId, metrics: report.metrics, seconds: report.seconds };
    });
    return { ...event, reports };
  }
  return event;
}
