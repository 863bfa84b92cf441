import { FetchError } from '../../core/errors.js';
import type { MlflowPair } from './batches.js';
import type { Rest } from './rest.js';

/** A run as the server knows it. */
export interface Run {
  readonly id: string;
  readonly tags: ReadonlyMap<string, string>;
}

export interface NewRun {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly start: number;
  /** Those that no other run has all of. */
  readonly marks: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** The experiment of that name, made where there is none. */
export async function experimentNamed(rest: Rest, name: string): Promise<string> {
  const find = () =>
    rest.get('experiments/get-by-name', { experiment_name: name }, 'RESOURCE_DOES_NOT_EXIST');
  const known = idIn((await find()).experiment);
  if (known !== null) return known;
  const made = (await rest.post('experiments/create', { name }, 'RESOURCE_ALREADY_EXISTS'))
    .experiment_id;
  // Where the first try was heard after all, or another was faster, it is there by now.
  const id = typeof made === 'string' ? made : idIn((await find()).experiment);
  if (id !== null) return id;
  throw new FetchError(
    `The server has no experiment "${name}", and makes none: one of that name may have been deleted there; restore it, or delete it for good.`,
  );
}

/** All runs of an experiment that have these tags. */
export async function runsWith(
  rest: Rest,
  experiment: string,
  tags: Readonly<Record<string, string>>,
): Promise<readonly Run[]> {
  const wanted = Object.entries(tags).map(([key, value]) => `tags.\`${key}\` = '${value}'`);
  const found: Run[] = [];
  for (let token: string | undefined, first = true; first || token; first = false) {
    const answer = await rest.post('runs/search', {
      experiment_ids: [experiment],
      filter: wanted.join(' and '),
      max_results: 1000,
      ...(token ? { page_token: token } : {}),
    });
    found.push(...listIn(answer.runs).map(readRun));
    token = typeof answer.next_page_token === 'string' ? answer.next_page_token : undefined;
  }
  return found;
}

/** Makes a run, once: a try that was not answered may have made it, and it is looked for by its tags. */
export async function createRun(rest: Rest, experiment: string, run: NewRun): Promise<string> {
  const tags: readonly MlflowPair[] = Object.entries({ ...run.tags, ...run.marks }).map(
    ([key, value]) => ({ key, value }),
  );
  const body = { experiment_id: experiment, run_name: run.name, start_time: run.start, tags };
  for (let tries = 0; ; tries++) {
    const answer = await rest.tryPost('runs/create', body, tries);
    if (answer) return readRun(answer.run).id;
    const [made] = await runsWith(rest, experiment, run.marks);
    if (made) return made.id;
  }
}

function readRun(run: unknown): Run {
  const { info, data } = fieldsOf(run);
  const id = fieldsOf(info).run_id;
  if (typeof id !== 'string') throw new FetchError('The server answers with a run that has no id.');
  const pairs = listIn(fieldsOf(data).tags).map((tag) => {
    const { key, value } = fieldsOf(tag);
    return [String(key), String(value)] as const;
  });
  return { id, tags: new Map(pairs) };
}

function idIn(experiment: unknown): string | null {
  const { experiment_id: id, lifecycle_stage: stage } = fieldsOf(experiment);
  return typeof id === 'string' && stage !== 'deleted' ? id : null;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
