import { byteSizeSchema } from '../../../config/file/byte-size.js';
import { durationSchema } from '../../../config/file/duration.js';
import type { DevicesWanted } from '../../../core/devices/device.js';
import { UsageError } from '../../../core/errors.js';
import { plain } from '../../../core/words/plain.js';
import { serverAddress } from '../../../fleet/agent/http/server-address.js';
import type { AgentLimits } from '../../../fleet/agent/ports.js';
import type { World } from '../../world.js';
import { readToken } from '../read-token.js';

/** What an agent is to be. */
export interface AgentRequest {
  /** As `serverAddress` gives it. */
  readonly address: string;
  readonly token: string;
  /** What people call it; null: as its machine. */
  readonly name: string | null;
  readonly backend: string;
  readonly devices: DevicesWanted;
  readonly workers: number | 'auto';
  /** Processor cores to use; null: all. */
  readonly cores: number | null;
  /** Bytes that all its workers may take. */
  readonly memory: number | 'auto';
  /** False: it is for sweeps whose bits need not repeat, and no others. */
  readonly exact: boolean;
  /** Absolute path of the folder that all it writes lies in; null: in the cache. */
  readonly work: string | null;
  readonly limits: AgentLimits;
}

/** The same as a person writes it. Paths are absolute. */
export interface WrittenAgent {
  readonly server: string;
  readonly insecureHttp: boolean;
  readonly tokenFile: string | undefined;
  readonly name: string | undefined;
  readonly backend: string;
  readonly devices: DevicesWanted;
  readonly workers: number | 'auto';
  readonly cores: number | undefined;
  readonly memory: string;
  readonly exact: boolean;
  readonly work: string | undefined;
  readonly once: boolean;
  readonly idleExit: string | undefined;
  readonly maxLifetime: string | undefined;
}

/** @throws {UsageError} one of them is not what it can be, or there is no token. */
export function readAgentRequest(world: Pick<World, 'env'>, written: WrittenAgent): AgentRequest {
  const { backend, devices, workers, cores = null, memory, exact, work, once } = written;
  const { name, idleExit, maxLifetime } = written;
  if (cores !== null && !(Number.isInteger(cores) && cores >= 1)) {
    throw new UsageError(`--cores expects a whole number from 1, not ${cores}.`);
  }
  return {
    address: serverAddress(written.server, written.insecureHttp),
    token: readToken(world, written.tokenFile),
    name: name === undefined ? null : readName(name),
    ...{ backend, devices, workers, cores, exact, work: work ?? null },
    memory: memory === 'auto' ? memory : read('--memory', byteSizeSchema, memory),
    limits: {
      once,
      idleMs: idleExit === undefined ? null : read('--idle-exit', durationSchema, idleExit),
      lifeMs: maxLifetime === undefined ? null : readLifetime(maxLifetime),
    },
  };
}

/** Both give numbers: milliseconds, or bytes. */
type Schema = typeof durationSchema | typeof byteSizeSchema;

function read(flag: string, schema: Schema, text: string): number {
  const { data, error } = schema.safeParse(text);
  if (data !== undefined) return data;
  throw new UsageError(`${flag}: ${error!.issues[0]!.message}.`);
}

/** Milliseconds that a cohort, or a part of one, is worth being claimed for. */
const SHORTEST_LIFE = 60_000;

function readLifetime(text: string): number {
  const ms = read('--max-lifetime', durationSchema, text);
  if (ms >= SHORTEST_LIFE) return ms;
  throw new UsageError(`--max-lifetime expects at least 1m, not ${text}: it would train nothing.`);
}

/** Characters of a name, with the place of a worker after it. */
const LONGEST_NAME = 100;

function readName(text: string): string {
  const name = plain(text).trim();
  if (name !== '' && name.length <= LONGEST_NAME) return name;
  throw new UsageError(`--name expects 1 to ${LONGEST_NAME} characters.`);
}
