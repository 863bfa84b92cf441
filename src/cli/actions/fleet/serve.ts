import { type GatewayAddress, serve } from '../../../app/fleet/serving/serve.js';
import { readServeRequest } from '../../../app/fleet/serving/serve-request.js';
import { InterruptedError } from '../../../app/interrupted.js';
import { EXIT } from '../../../core/errors.js';
import { isUrl } from '../../../core/places/place.js';
import { plain } from '../../../core/words/plain.js';
import { snakeKeys } from '../../../results/documents/snake-keys.js';
import { atWork } from '../../at-work.js';
import type { CliContext } from '../../context.js';
import type { ExitCode } from '../../parsing/command.js';
import type { SharedArgs } from '../../parsing/shared-flags.js';
import { pathOf } from '../../path-of.js';
import { print } from '../../print.js';

interface ServeArgs extends SharedArgs {
  readonly host: string;
  readonly port: number;
  readonly lease: string;
  readonly artifacts: string;
  readonly 'tls-cert': string | undefined;
  readonly 'tls-key': string | undefined;
  readonly 'insecure-http': boolean;
  readonly verbose: boolean;
}

const ENDING =
  'Ending: requests that are under way are answered first; agents train on, and speak to another gateway or to the next one here.';

/** Ctrl-C is how it is meant to end: exit code 0. */
export async function run(args: ServeArgs, context: CliContext): Promise<ExitCode> {
  const { place, format, host, port, lease, artifacts } = args;
  const path = (file: string | undefined) => (file === undefined ? file : pathOf(context, file));
  const request = readServeRequest({
    ...{ host, port, lease, insecureHttp: args['insecure-http'] },
    ...{ cert: path(args['tls-cert']), key: path(args['tls-key']) },
    artifacts: isUrl(artifacts) ? artifacts : pathOf(context, artifacts),
  });
  try {
    await atWork(context, { notice: ENDING, place }, (world, observer, screen) =>
      serve(world, request, {
        ...observer,
        onGateway(at) {
          const nextSteps = (view: GatewayAddress) => addressText(view, place.flag);
          print(context.out, format, at, { json: snakeKeys, text: nextSteps });
        },
        ...(args.verbose ? { onRequest: (line) => screen.print(requestText(line)) } : {}),
      }),
    );
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
  }
  return EXIT.done;
}

type RequestLine = Parameters<NonNullable<Parameters<typeof serve>[2]['onRequest']>>[0];

/** `POST /v1/agents 200 12 ms 10.0.0.7 1a2b3c4d5e6f`. */
function requestText({ method, path, status, ms, address, token }: RequestLine): string {
  return plain(`${method} ${path} ${status} ${ms} ms ${address} ${token ?? '-'}`);
}

function addressText({ address, store, artifacts }: GatewayAddress, flag: string): string {
  return [
    `Gateway: ${address}`,
    `Results: ${store}`,
    `Artifacts: ${artifacts}`,
    'Next, a token for the agents, another for each user, and an agent where there is a GPU:',
    `  thaw token create${flag} --team NAME --owner NAME --role agent`,
    `  thaw agent --server ${address} --token-file FILE`,
    '',
  ].join('\n');
}
