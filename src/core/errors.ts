import type { SerializedError } from './trial.js';
import { machineFault } from './words/machine-fault.js';
import { plain, shortened } from './words/plain.js';

/** Exit codes: whose failure it is. */
export const EXIT = { done: 0, input: 2, machine: 3, bug: 70, interrupted: 130 } as const;

/**
 * Every failure this program foresees: a message for a person (expected, got, where, what to do),
 * never a stack. Anything else that surfaces is a bug and exits with 70.
 *
 * Messages quote names and paths as they came. Control characters in them are taken out here, line
 * breaks too, so that no name passes for a line of ours: a message of several lines comes as a list.
 */
export abstract class ThawError extends Error {
  /** Stable, for scripts and tests; messages may be reworded. */
  abstract readonly code: string;
  abstract readonly exitCode: number;
  constructor(message: string | readonly string[], options?: ErrorOptions) {
    const lines = typeof message === 'string' ? [message] : message;
    super(lines.map(plain).join('\n'), options);
  }
  override get name(): string {
    return this.constructor.name;
  }
}

/** The user's flags or arguments are wrong, or name something that is not there. */
export class UsageError extends ThawError {
  readonly code = 'E_USAGE';
  readonly exitCode = EXIT.input;
}

/** One mistake in a sweep file. */
export interface Issue {
  /** 1-based; absent when no place can be named. */
  readonly line?: number;
  readonly column?: number;
  /** Dotted: `parameters.learning_rate.min`. Empty for the file itself. */
  readonly path: string;
  /** What was expected, what came, and the nearest valid name. */
  readonly message: string;
  /** What is to be shown below the message, such as commands to type. */
  readonly lines?: readonly string[];
}

/** The sweep file is wrong. Lists every mistake, not just the first. */
export class ConfigError extends ThawError {
  readonly code = 'E_CONFIG';
  readonly exitCode = EXIT.input;
  readonly file: string;
  readonly issues: readonly Issue[];
  /** What else there is to say of the file. */
  readonly warnings: readonly Issue[];
  constructor(file: string, issues: readonly Issue[], warnings: readonly Issue[] = []) {
    const count = issues.length === 1 ? '1 mistake' : `${issues.length} mistakes`;
    super([`${file} has ${count}:`, ...issues.flatMap(issueLines)]);
    this.file = file;
    this.issues = issues;
    this.warnings = warnings;
  }
}

/** The backend cannot run here: package missing, no device. */
export class BackendError extends ThawError {
  readonly code = 'E_BACKEND';
  readonly exitCode = EXIT.machine;
}

/** Images are missing, broken, or not what was asked for. */
export class DataError extends ThawError {
  readonly code = 'E_DATA';
  readonly exitCode = EXIT.machine;
}

/** What a trial was made of is not what is there now: its images, or its weights. */
export class ChangedError extends ThawError {
  readonly code = 'E_CHANGED';
  readonly exitCode = EXIT.input;
}

/** Network weights are missing, broken, or of another shape. */
export class WeightsError extends ThawError {
  readonly code = 'E_WEIGHTS';
  readonly exitCode = EXIT.machine;
}

/** Something could not be fetched: offline, refused, or its hash differs. */
export class FetchError extends ThawError {
  readonly code = 'E_FETCH';
  readonly exitCode = EXIT.machine;
}

/** The database cannot be opened, is newer than this program, or is in use. */
export class StoreError extends ThawError {
  readonly code = 'E_STORE';
  readonly exitCode = EXIT.machine;
}

/** There is no database yet where one is to be read. */
export class NoResultsError extends StoreError {}

/** Memory ran out: a worker's, its backend's, or the machine's. */
class MemoryError extends ThawError {
  readonly code = 'E_MEMORY';
  readonly exitCode = EXIT.machine;
}

/** The system refused to read or write: a full disk, a file that is gone, missing rights. */
export class DiskError extends ThawError {
  readonly code = 'E_DISK';
  readonly exitCode = EXIT.machine;
}

export function serializeError(error: unknown): SerializedError {
  if (!(error instanceof Error)) return { code: 'E_UNEXPECTED', message: String(error) };
  if (error instanceof ThawError) return { code: error.code, message: error.message };
  return {
    code: machineFault(error) ?? 'E_UNEXPECTED',
    message: error.message,
    ...(error.stack === undefined ? {} : { stack: error.stack }),
  };
}

const REVIVED = [
  ...[UsageError, ChangedError, BackendError],
  ...[DataError, WeightsError, FetchError, StoreError, MemoryError, DiskError],
];

/** The error again on the other side of a thread, of the class that its code names. */
export function reviveError(error: SerializedError): Error {
  const known = REVIVED.find((kind) => new kind('').code === error.code);
  if (known) return new known(error.message.split('\n'));
  return Object.assign(new Error(error.message), error.stack ? { stack: error.stack } : {});
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The code that Node, the system (`ENOENT`) or SQLite gave an error; undefined: it has none. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** A mistake in a list of such: set in, and further what is to be shown below it. */
function issueLines(issue: Issue): readonly string[] {
  return [`  ${formatIssue(issue)}`, ...(issue.lines ?? []).map((line) => `    ${line}`)];
}

/** A mistake as one line: its place, its key, what is wrong; neither of the latter without end. */
export function formatIssue({ line, column, path, message }: Issue): string {
  const place =
    line === undefined ? '' : `line ${line}${column === undefined ? '' : `:${column}`} `;
  const key = path === '' ? '' : `${shortened(path, LONGEST_PATH)}: `;
  return plain(`${place}${key}${shortened(message, LONGEST_MESSAGE)}`);
}

const LONGEST_PATH = 160;
const LONGEST_MESSAGE = 4000;
