// `node thaw-with-worker.mjs WORKER ARGS...`: the built command line, with another worker (a URL).
import { processContext } from '#dist/cli/context.js';
import { catchStrayErrors, exitAfterWriting, exitNow } from '#dist/cli/exit.js';
import { main } from '#dist/cli/main.js';

const [worker, ...args] = process.argv.slice(2);
const context = { ...processContext(2, exitNow), worker: new URL(worker) };
catchStrayErrors(context.err);
exitAfterWriting(await main(args, context));
