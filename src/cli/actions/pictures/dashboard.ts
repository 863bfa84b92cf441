import { type DashboardAddress, dashboard } from '../../../app/pictures/dashboard.js';
import { EXIT, UsageError } from '../../../core/errors.js';
import { isLoopback } from '../../../machine/http/listen.js';
import { atWork } from '../../at-work.js';
import type { CliContext } from '../../context.js';
import type { ExitCode } from '../../parsing/command.js';
import type { SharedArgs } from '../../parsing/shared-flags.js';
import { print } from '../../print.js';

interface DashboardArgs extends SharedArgs {
  readonly port: number | undefined;
  readonly host: string;
  readonly 'allowed-host': readonly string[] | undefined;
}

/** Ctrl-C is how it is meant to end: exit code 0. */
export async function run(args: DashboardArgs, context: CliContext): Promise<ExitCode> {
  const { place, format, host, port, 'allowed-host': allowedHosts = [] } = args;
  checkPort(port);
  const request = { host, allowedHosts, port: port ?? null };
  await atWork(context, { notice: 'The dashboard has ended.', place }, (world, observer) =>
    dashboard(world, request, {
      ...observer,
      onDashboard(at) {
        print(context.out, format, at, { json: (view) => view, text });
        if (!isLoopback(host)) context.err.write(OPEN_TO_OTHERS);
      },
    }),
  );
  return EXIT.done;
}

function text({ address }: DashboardAddress): string {
  return `Dashboard: ${address}\n`;
}

const OPEN_TO_OTHERS =
  'Note: other machines can reach it. Whoever has this address with its token can read all results, and whoever listens on the way, too: nothing is encrypted.\n';

/** @throws {UsageError} */
function checkPort(port: number | undefined): void {
  if (port === undefined || (Number.isInteger(port) && port >= 0 && port <= 65_535)) return;
  throw new UsageError(`--port expects a whole number from 0 to 65535; not ${port}.`);
}
