import type { AgentsDocument } from '../../../results/documents/fleet/fleet.js';
import type { Csv } from '../../text/csv.js';

/** A line per agent. */
export function agentsCsv({ agents }: AgentsDocument): Csv {
  return {
    header: [
      ...['agent', 'name', 'host', 'device', 'backend', 'state', 'seen_seconds_ago'],
      ...['sweep', 'trials', 'seconds', 'epoch', 'epochs'],
    ],
    rows: agents.map(({ works_on: work, ...agent }) => [
      ...[agent.agent, agent.name, agent.host, agent.device, agent.backend, agent.state],
      agent.seen_seconds_ago,
      ...(work ? [work.sweep, work.trials.join(' '), work.seconds] : [null, null, null]),
      ...(work?.progress ? [work.progress.epoch, work.progress.epochs] : [null, null]),
    ]),
  };
}
