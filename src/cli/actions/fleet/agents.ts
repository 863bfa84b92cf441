import { setTimeout as sleep } from 'node:timers/promises';
import { openDesk } from '../../../app/fleet/open-desk.js';
import { EXIT, UsageError } from '../../../core/errors.js';
import type { FleetDesk } from '../../../fleet/client/desk.js';
import { agentsDocument } from '../../../results/documents/fleet/fleet.js';
import { atWork } from '../../at-work.js';
import type { CliContext } from '../../context.js';
import { agentsCsv } from '../../csv/fleet/agents.js';
import type { ExitCode } from '../../parsing/command.js';
import type { SharedArgs } from '../../parsing/shared-flags.js';
import { print } from '../../print.js';
import { createScreen } from '../../progress/screen.js';
import { renderAgents } from '../../render/fleet/agents.js';
import { plainly } from '../../text/plainly.js';
import { createStyle } from '../../text/style.js';
import { checkShared } from './with-fleet.js';

interface AgentsArgs extends SharedArgs {
  readonly watch: boolean;
}

/** Milliseconds between two looks. */
const EVERY = 2000;

export async function run(args: AgentsArgs, context: CliContext): Promise<ExitCode> {
  const { place, format, watch } = args;
  checkShared(place);
  if (watch && format !== 'table') {
    throw new UsageError('--watch is for people: a script asks again, with --format json.');
  }
  const desk = await openDesk(place, context.env);
  try {
    if (watch) return await watchFleet(args, context, desk);
    print(context.out, format, await desk.fleet(), {
      json: agentsDocument,
      csv: (fleet) => agentsCsv(agentsDocument(fleet)),
      text: renderAgents,
    });
  } finally {
    await desk.close();
  }
}

/** Ctrl-C is how it is meant to end: exit code 0. */
async function watchFleet(
  { place }: AgentsArgs,
  context: CliContext,
  desk: FleetDesk,
): Promise<ExitCode> {
  const { out } = context;
  const screen = createScreen(out);
  await atWork(context, { notice: '', place }, async ({ signal }) => {
    for (;;) {
      const text = renderAgents(
        plainly(await desk.fleet()),
        out.columns(),
        createStyle(out.colors),
      );
      if (out.isTerminal) screen.show(() => text.trimEnd().split('\n'));
      else out.write(`${text}\n`);
      await sleep(EVERY, undefined, { signal }).catch(() => null);
      if (signal.aborted) return;
    }
  });
  if (out.isTerminal) screen.show(null);
  return EXIT.done;
}
