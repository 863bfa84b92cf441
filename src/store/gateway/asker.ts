import { setTimeout as sleep } from 'node:timers/promises';
import { StoreError, ThawError, UsageError } from '../../core/errors.js';
import { formatDuration } from '../../core/words/format-duration.js';
import { Refused } from './http/refused.js';
import { Unreachable } from './http/unreachable.js';
import { wireTo } from './http/wire-to.js';
import { linesIn, valueIn } from './lines.js';
import { type NewTest, READ_PATH, type ReadRequest, TESTS_PATH } from './read-request.js';
import { encode } from './wire.js';

export interface GatewayOptions {
  /** Null: none was given. */
  readonly token: string | null;
  readonly onNote?: ((message: string) => void) | undefined;
  /** Milliseconds that calls wait at most for a gateway that does not answer. */
  readonly patienceMs?: number | undefined;
}

/** Asks a gateway what its results say, and again while nobody answers. */
export interface Asker {
  /**
   * @throws {UsageError} the token is missing, or not accepted.
   * @throws {StoreError}
   */
  ask(request: ReadRequest): Promise<unknown>;
  /** The same of a reading of the test split; told twice where an answer was lost, it counts twice. */
  addTest(test: NewTest): Promise<void>;
  /** What is still asked for is given up. */
  close(): void;
}

export function createAsker(address: string, options: GatewayOptions): Asker {
  const { token, onNote = () => undefined, patienceMs = PATIENCE } = options;
  const wire = wireTo(address, token);
  const closed = new AbortController();
  const { signal } = closed;
  let isAway = false;

  const once = (request: ReadRequest): Promise<unknown> => {
    let goOn = (): void => undefined;
    return wire.ask(
      {
        ...{ method: 'POST', path: READ_PATH, body: encode(request), signal, timeoutMs: SILENCE },
        stay: (prolong) => {
          goOn = prolong;
        },
      },
      async ({ body }) => {
        const bytes = heard(body ?? nothing(), address, () => goOn());
        try {
          return await valueIn(linesIn(bytes));
        } catch (error) {
          throw error instanceof ThawError ? error : notOurs(address);
        }
      },
    );
  };

  /** Once, or as often as it takes. */
  async function persistently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    const since = performance.now();
    for (let pause = FIRST_PAUSE; ; pause = Math.min(LONGEST_PAUSE, 2 * pause)) {
      try {
        const answer = await ask();
        if (isAway) onNote(`${address} answers again`);
        isAway = false;
        return answer;
      } catch (error) {
        if (signal.aborted) throw new StoreError(`${address}: closed while it was asked`);
        if (!(error instanceof Unreachable)) throw inWords(error, address);
        if (performance.now() - since + pause > patienceMs) throw away(error, address);
        if (!isAway) {
          onNote(`${plainly(error)}: it is asked again for up to ${formatDuration(patienceMs)}`);
        }
        isAway = true;
      }
      // Not all who wait for a gateway are to come at once.
      await sleep(pause * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
    }
  }

  return {
    ask: (request) => persistently(() => once(request)),
    addTest: (test) =>
      persistently(() =>
        wire.ask(
          { method: 'POST', path: TESTS_PATH, body: encode(test), signal, timeoutMs: SILENCE },
          async () => undefined,
        ),
      ),
    close: () => closed.abort(),
  };
}

/** Milliseconds. */
const PATIENCE = 10_000;
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5000;

/** Milliseconds without a byte, after which a gateway is taken for gone. */
const SILENCE = 60_000;

async function* heard(
  bytes: AsyncIterable<Uint8Array>,
  address: string,
  onBytes: () => void,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of bytes) {
      onBytes();
      yield chunk;
    }
  } catch (error) {
    throw new Unreachable(`${address} was cut off in the middle of an answer.`, { cause: error });
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

function inWords(error: unknown, address: string): unknown {
  if (error instanceof StoreError) return error;
  if (!(error instanceof Refused)) {
    return error instanceof ThawError ? new StoreError(error.message, { cause: error }) : error;
  }
  const { status, message } = error;
  if (status === 401 || status === 403) {
    return new UsageError(
      `${message} Give one that counts as --token-file, or in THAW_TOKEN; \`thaw token create\` makes them.`,
    );
  }
  if (status === 404 || status === 405) return notOurs(address);
  if (status === 413) return new StoreError(`${message} Ask for less at once.`);
  return new StoreError(message);
}

function notOurs(address: string): StoreError {
  return new StoreError(
    `what answers at ${address} is no gateway of Thaw, or of another version: check the address, and that \`thaw serve\` there is of this version`,
  );
}

function away(error: Unreachable, address: string): StoreError {
  return new StoreError(
    `${plainly(error)}. Check the address, the network, and that \`thaw serve\` runs there (${address}/healthz answers if it does)`,
  );
}

/** Without the period that some of them end in. */
function plainly({ message }: Error): string {
  return message.replace(/\.$/, '');
}
