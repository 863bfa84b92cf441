import { setTimeout as pause } from 'node:timers/promises';
import { FetchError, messageOf, UsageError } from '../../core/errors.js';
import { shortened } from '../../core/words/plain.js';

/** A server's REST interface, version 2.0 (mlflow.org/docs/latest/rest-api.html). */
export interface Rest {
  get(path: string, query: Readonly<Record<string, string>>, tolerated: string): Promise<Answer>;
  /** `tolerated`: an error code after which the answer is empty. */
  post(path: string, body: object, tolerated?: string): Promise<Answer>;
  /** Tried once; null: it may be tried again, but may have been done. */
  tryPost(path: string, body: object, tries: number): Promise<Answer | null>;
}

/** What a server answers. */
export type Answer = Readonly<Record<string, unknown>>;

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Asks the server at `address`, as who the environment says, by the variables that MLflow's own
 * client reads. A request is tried again, after a pause, where the server is busy, broken, or does not
 * answer in time; it may have done by then what it was asked for. A server that has never answered is
 * not waited for twice: the address is wrong, or it is down.
 *
 * @throws {UsageError} it is no address. What it returns throws a `FetchError` where nothing helps.
 */
export function restAt(
  address: string,
  env: Env,
  pauses: readonly number[] = PAUSES,
  timeoutMs = TIMEOUT_MS,
): Rest {
  const base = baseOf(address);
  const headers = { 'content-type': 'application/json', ...authorization(env) };
  let hasAnswered = false;

  async function attempt(path: string, init: RequestInit, tries: number, tolerated?: string) {
    const url = `${base}/api/2.0/mlflow/${path}`;
    const got = await once(url, { ...init, headers }, timeoutMs);
    hasAnswered ||= got.kind !== 'silence';
    if (got.kind === 'answer') return got.answer;
    if (got.kind === 'silence' && !hasAnswered) throw new FetchError(`${base}: ${got.why}`);
    if (got.kind === 'none' && tolerated !== undefined && got.code === tolerated) return {};
    const wait = pauses[tries];
    if (!(got.kind === 'silence' || got.again) || wait === undefined)
      throw new FetchError(`${base}: ${got.why}`);
    await pause(Math.max(wait, (got.kind === 'none' && got.waitMs) || 0));
    return null;
  }

  async function ask(path: string, init: RequestInit, tolerated?: string): Promise<Answer> {
    for (let tries = 0; ; tries++) {
      const answer = await attempt(path, init, tries, tolerated);
      if (answer) return answer;
    }
  }

  const posted = (body: object): RequestInit => ({ method: 'POST', body: JSON.stringify(body) });
  return {
    get: (path, query, tolerated) =>
      ask(`${path}?${new URLSearchParams(query)}`, { method: 'GET' }, tolerated),
    post: (path, body, tolerated) => ask(path, posted(body), tolerated),
    tryPost: (path, body, tries) => attempt(path, posted(body), tries),
  };
}

/** Milliseconds before each further try. */
const PAUSES = [500, 2000, 8000];

const TIMEOUT_MS = 30_000;

type Got =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'silence'; readonly why: string }
  | {
      readonly kind: 'none';
      readonly why: string;
      readonly again: boolean;
      readonly waitMs?: number;
      /** MLflow's own, such as `RESOURCE_DOES_NOT_EXIST`. */
      readonly code?: unknown;
    };

async function once(url: string, init: RequestInit, timeoutMs: number): Promise<Got> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    text = await response.text();
  } catch (error) {
    return { kind: 'silence', why: whyUnreached(error, timeoutMs) };
  }
  const { status } = response;
  const answer = parsed(text);
  if (answer && response.ok) return { kind: 'answer', answer };
  if (status === 401 || status === 403) {
    const why = `the server refuses (${status}): set MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, to who may write there.`;
    return { kind: 'none', why, again: false };
  }
  if (status === 429 || status >= 500) {
    const after = Number(response.headers.get('retry-after'));
    const waitMs = after > 0 ? Math.min(after, MOST_SECONDS) * 1000 : 0;
    return {
      kind: 'none',
      why: `the server answers ${said(status, answer, text)}`,
      again: true,
      waitMs,
    };
  }
  if (answer?.error_code) {
    const why = `the server answers ${said(status, answer, text)}`;
    return { kind: 'none', why, again: false, code: answer.error_code };
  }
  const why = `what answers there (${status}) is no MLflow server: -o expects the address of one, such as http://localhost:5000.`;
  return { kind: 'none', why, again: false };
}

/** A server may ask for longer; nobody waits for that. */
const MOST_SECONDS = 30;

function parsed(text: string): Answer | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Answer)
      : null;
  } catch {
    return null;
  }
}

function said(status: number, answer: Answer | null, text: string): string {
  const message = typeof answer?.message === 'string' ? answer.message : text;
  return `${status}: ${shortened(message.trim() || 'nothing', 300)}`;
}

/** Node's `fetch` says why in the error's cause; of several addresses, in each of its errors. */
function whyUnreached(error: unknown, timeoutMs: number): string {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return `no answer within ${timeoutMs / 1000} seconds: is that an MLflow server, and is it well?`;
  }
  const cause = error instanceof Error ? error.cause : undefined;
  const first = cause instanceof AggregateError ? cause.errors[0] : cause;
  return `no answer (${messageOf(first ?? error)}): is the server running there?`;
}

function baseOf(address: string): string {
  const expects = '-o expects the address of an MLflow server, such as http://localhost:5000';
  if (!URL.canParse(address)) throw new UsageError(`${address} is no address: ${expects}.`);
  const url = new URL(address);
  if (!['http:', 'https:'].includes(url.protocol)) {
    throw new UsageError(`${address} is not an address of http or https: ${expects}.`);
  }
  if (url.username || url.password) {
    throw new UsageError(
      'An address shows in many places: leave user name and password out of it, and set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.',
    );
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

function authorization(env: Env): Readonly<Record<string, string>> {
  const { MLFLOW_TRACKING_TOKEN: token, MLFLOW_TRACKING_USERNAME: user } = env;
  if (user) {
    const pair = Buffer.from(`${user}:${env.MLFLOW_TRACKING_PASSWORD ?? ''}`).toString('base64');
    return { authorization: `Basic ${pair}` };
  }
  return token ? { authorization: `Bearer ${token}` } : {};
}
