import { messageOf, UsageError } from '../../core/errors.js';
import { isLoopback } from '../../machine/http/listen.js';
import { readPages } from '../../server/pages/pages.js';
import { threadReader } from '../../server/reading/thread/thread-reader.js';
import { serve } from '../../server/serve.js';
import { settle } from '../../store/index.js';
import type { Observer } from '../observer.js';
import { isThere, openDatabase, settledPlace } from '../open-database.js';
import type { World } from '../world.js';
import { createPictureDesk } from './picture-desk.js';
import type { ReaderTask } from './reader-thread.js';

export interface DashboardRequest {
  /** Address to listen at. */
  readonly host: string;
  /** Null: the usual one, or the next that is free; 0: any. */
  readonly port: number | null;
  readonly allowedHosts: readonly string[];
}

/** Where a dashboard is to be seen. */
export interface DashboardAddress {
  /** With the token that lets in whoever has it. */
  readonly address: string;
  readonly port: number;
}

/** `thaw` on the keys of a telephone. */
const USUAL_PORT = 8429;

/** As built. */
const PAGES = new URL('../../pages/', import.meta.url);
const READER = new URL('./reader-thread.js', import.meta.url);

/** What a user who asks for nothing else gets. */
const HERE: DashboardRequest = { host: '127.0.0.1', port: null, allowedHosts: [] };

export interface DashboardObserver extends Pick<Observer, 'onNote'> {
  onDashboard(at: DashboardAddress): void;
}

/**
 * Shows the results in a browser until the user stops it. There need be no database yet.
 *
 * @throws {UsageError} it cannot listen there.
 */
export async function dashboard(
  world: World,
  request: DashboardRequest,
  observer: DashboardObserver,
): Promise<void> {
  await withDashboard(world, observer, () => aborted(world.signal), request);
}

/**
 * Shows the results for as long as `work` goes on. All that is read is read in other threads, so that
 * this one keeps its time for `work`.
 */
export async function withDashboard<Result>(
  world: World,
  observer: DashboardObserver,
  work: () => Promise<Result>,
  { host, port, allowedHosts }: DashboardRequest = HERE,
): Promise<Result> {
  checkHosts(host, allowedHosts);
  const place = settledPlace(world.place);
  // Says at once what is wrong with it, and brings an older one up to date.
  if (isThere(place)) await (await openDatabase(world, place, 'read', observer)).store.close();
  const reader = () => threadReader(READER, { place } satisfies ReaderTask);
  const server = await serve({
    ...{ host, allowedHosts },
    port: port ?? USUAL_PORT,
    mayMove: port === null,
    pages: readPages(PAGES),
    ...{ quick: reader(), slow: reader(), pictures: createPictureDesk(world) },
    onFault: (error) => observer.onNote?.({ kind: 'message', message: faultText(error) }),
  });
  try {
    observer.onDashboard({ address: addressOf(host, allowedHosts, server), port: server.port });
    return await work();
  } finally {
    await server.close();
    await settle(place.at);
  }
}

function faultText(error: unknown): string {
  return `the dashboard ran into something it did not expect; this is a bug: ${messageOf(error)}`;
}

/** @throws {UsageError} others could reach it, under names that it does not know. */
function checkHosts(host: string, allowed: readonly string[]): void {
  if (isLoopback(host) || allowed.length > 0) return;
  throw new UsageError(
    `--host ${host} lets other machines reach it. Say with --allowed-host under which name they do, such as --allowed-host mybox.lan; others are refused. Safer: leave both out, and reach it through \`ssh -L ${USUAL_PORT}:localhost:${USUAL_PORT}\`.`,
  );
}

function addressOf(
  host: string,
  [name]: readonly string[],
  { port, token }: { readonly port: number; readonly token: string },
): string {
  const shown = isLoopback(host) ? host : (name ?? host);
  const inAddress = shown.includes('::') ? `[${shown}]` : shown;
  const place = /[^:]:\d+$/.test(shown) ? shown : `${inAddress}:${port}`;
  return `http://${place}/#token=${token}`;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
