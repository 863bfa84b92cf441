import { readAgentRequest } from '../../../app/fleet/agents/agent-request.js';
import { runAgent } from '../../../app/fleet/agents/run-agent.js';
import { InterruptedError } from '../../../app/interrupted.js';
import { EXIT, UsageError } from '../../../core/errors.js';
import { atWork } from '../../at-work.js';
import type { CliContext } from '../../context.js';
import type { ExitCode } from '../../parsing/command.js';
import type { SharedArgs } from '../../parsing/shared-flags.js';
import { changesOf } from '../../parsing/sweep-flags.js';
import { pathOf } from '../../path-of.js';
import { agentLines } from '../../progress/fleet/agent-lines.js';
import { showAgents } from '../../progress/fleet/show-agents.js';

interface AgentArgs extends SharedArgs {
  readonly server: string;
  readonly 'token-file': string | undefined;
  readonly 'insecure-http': boolean;
  readonly name: string | undefined;
  readonly backend: string;
  readonly devices: string | undefined;
  readonly workers: string | undefined;
  readonly cores: number | undefined;
  readonly memory: string;
  readonly exact: boolean;
  readonly work: string | undefined;
  readonly 'drain-on': 'USR1' | 'USR2' | undefined;
  readonly 'max-lifetime': string | undefined;
  readonly 'idle-exit': string | undefined;
  readonly once: boolean;
}

const DRAINING =
  'Leaving: running trials stop after their step, with a checkpoint to go on from; once more leaves at once.';

/** A signal is how it is meant to end: exit code 0. */
export async function run(args: AgentArgs, context: CliContext): Promise<ExitCode> {
  const { place, format, name, backend, cores, memory, exact, work, once } = args;
  if (format === 'csv')
    throw new UsageError('`thaw agent` tells what happens as lines, or as json.');
  const { 'drain-on': drainOn, 'token-file': tokenFile } = args;
  const { devices = 'auto', workers = 'auto' } = changesOf({
    devices: args.devices,
    workers: args.workers,
  });
  const request = readAgentRequest(context, {
    ...{ server: args.server, insecureHttp: args['insecure-http'] },
    tokenFile: tokenFile === undefined ? undefined : pathOf(context, tokenFile),
    ...{ name, backend, devices, workers, cores, memory, exact, once },
    work: work === undefined ? undefined : pathOf(context, work),
    ...{ idleExit: args['idle-exit'], maxLifetime: args['max-lifetime'] },
  });
  const listening: CliContext = {
    ...context,
    onSignal: (listener) => context.onSignal(listener, drainOn && `SIG${drainOn}`),
  };
  try {
    await atWork(listening, { notice: DRAINING, place }, (world, observer, screen) =>
      runAgent(world, request, {
        ...observer,
        onAgent:
          format === 'json'
            ? agentLines(context.out)
            : showAgents(context, screen, request.address),
      }),
    );
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
  }
  return EXIT.done;
}
