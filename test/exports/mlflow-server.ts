import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

interface Pair {
  readonly key: string;
  readonly value: string;
}

/** Of any request. */
interface Body {
  readonly name: string;
  readonly filter: string;
  readonly run_id: string;
  readonly status: string;
  readonly tags: readonly Pair[];
  readonly params: readonly Pair[];
  readonly metrics: StoredRun['metrics'];
}

export interface StoredRun {
  readonly id: string;
  status: string;
  readonly tags: Map<string, string>;
  readonly params: Map<string, string>;
  readonly metrics: { readonly key: string; readonly value: unknown; readonly step: number }[];
}

/** What becomes of a request: answered, or not as it should be. `heard`: done all the same. */
export type Fault = {
  readonly status: number;
  readonly heard?: boolean;
  readonly body?: string;
} | null;

/** As much of an MLflow server as Thaw asks for, in memory; `faultOf` says what goes wrong. */
export async function mlflowServer(
  faultOf: (path: string, request: IncomingMessage) => Fault = () => null,
) {
  const runs: StoredRun[] = [];
  let experiment: string | undefined;

  function answer(path: string, body: Body): object | null {
    switch (path) {
      case 'experiments/get-by-name':
        return experiment
          ? { experiment: { experiment_id: '1', lifecycle_stage: 'active' } }
          : null;
      case 'experiments/create':
        experiment = body.name;
        return { experiment_id: '1' };
      case 'runs/search': {
        const wanted = [...body.filter.matchAll(/tags\.`([^`]+)` = '([^']*)'/g)];
        const found = runs.filter(({ tags }) =>
          wanted.every(([, key, value]) => tags.get(key!) === value),
        );
        return { runs: found.map(shown) };
      }
      case 'runs/create': {
        const tags = body.tags.map(({ key, value }) => [key, value] as const);
        const run = { id: `r${runs.length}`, status: 'RUNNING', tags: new Map(tags) };
        runs.push({ ...run, params: new Map(), metrics: [] });
        return { run: shown(runs.at(-1)!) };
      }
      case 'runs/log-batch': {
        const run = runs.find(({ id }) => id === body.run_id)!;
        for (const { key, value } of body.tags) run.tags.set(key, value);
        for (const { key, value } of body.params) run.params.set(key, value);
        run.metrics.push(...body.metrics);
        return {};
      }
      default:
        runs.find(({ id }) => id === body.run_id)!.status = body.status;
        return {};
    }
  }

  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const path = request.url!.split('?')[0]!.replace('/api/2.0/mlflow/', '');
    const fault = faultOf(path, request);
    const said = fault && !fault.heard ? null : answer(path, text ? JSON.parse(text) : {});
    const status = fault?.status ?? (said ? 200 : 404);
    response.writeHead(status, { 'content-type': 'application/json' });
    const missing = { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'none' };
    response.end(fault?.body ?? JSON.stringify(fault ? {} : (said ?? missing)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}`, runs };
}

function shown({ id, tags }: StoredRun) {
  return {
    info: { run_id: id },
    data: { tags: Array.from(tags, ([key, value]) => ({ key, value })) },
  };
}
