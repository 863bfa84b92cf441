import { lookAtBackends } from '../../app/backends/look-at-backends.js';
import { UsageError } from '../../core/errors.js';
import { backendsDocument } from '../../results/documents/backends.js';
import { atWork } from '../at-work.js';
import type { CliContext } from '../context.js';
import { backendsCsv } from '../csv/backends.js';
import type { InstallArgs } from '../install-backend.js';
import { print } from '../print.js';
import { renderBackends } from '../render/backends.js';

interface BackendsArgs extends InstallArgs {
  readonly action: 'install' | undefined;
  readonly name: 'tensorflow' | undefined;
  readonly measure: boolean;
}

export async function run(args: BackendsArgs, context: CliContext): Promise<void> {
  const { action, name, place, format, measure } = args;
  if (action !== undefined) {
    if (name === undefined) {
      throw new UsageError(
        '`thaw backends install` needs a name: `thaw backends install tensorflow`.',
      );
    }
    if (args.cuda !== undefined && !args.gpu) {
      throw new UsageError('--cuda says where the libraries of --gpu come from: add --gpu.');
    }
    const { installBackend } = await import('../install-backend.js');
    return installBackend(args, context);
  }
  const look = await atWork(context, { notice: 'Stopping ...', place }, (world, observer) =>
    lookAtBackends(world, measure, observer),
  );
  print(context.out, format, look, {
    json: backendsDocument,
    csv: (view) => backendsCsv(backendsDocument(view)),
    text: renderBackends,
  });
}
