import { messageOf, WeightsError } from '../../core/errors.js';

/** One tensor's place in a `.safetensors` file; `begin` and `end` count from the data's start. */
export interface TensorEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * The format itself allows 100 MB, which JSON.parse would take 8 s and 1 GB for. A ResNet50's has
 * 35 kB; this is room for hundreds of networks, and is read in a second.
 */
export const MAX_HEADER_BYTES = 16_000_000;

/**
 * Reads a header and checks it as the format demands: every tensor's bytes fit its type and shape,
 * and together they cover the data without hole or overlap (so no name can stand for two tensors).
 *
 * @throws {WeightsError} naming what is wrong; `file` is for the message.
 */
export function parseSafetensorsHeader(
  text: string,
  dataBytes: number,
  file: string,
): SafetensorsHeader {
  const fail = (why: string): never => {
    throw new WeightsError(`${file} is not a complete .safetensors file: ${why}.`);
  };
  const { __metadata__: metadata = {}, ...entries } = parseObject(text, fail);
  if (!isStringRecord(metadata)) return fail('its __metadata__ does not map strings to strings');
  const tensors = new Map(
    Object.entries(entries).map(([name, entry]) => [name, checkEntry(brief(name), entry, fail)]),
  );
  checkCoverage(tensors, dataBytes, fail);
  return { tensors, metadata };
}

type Fail = (why: string) => never;

const BYTES: Readonly<Record<string, number>> = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  U16: 2,
  I16: 2,
  F16: 2,
  BF16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  U64: 8,
  I64: 8,
  F64: 8,
};

function parseObject(text: string, fail: Fail): Readonly<Record<string, unknown>> {
  if (!text.startsWith('{')) return fail('its header does not begin with {');
  try {
    return JSON.parse(text);
  } catch (error) {
    return fail(`its header is not JSON (${brief(messageOf(error))})`);
  }
}

function checkEntry(name: string, entry: unknown, fail: Fail): TensorEntry {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (typeof dtype !== 'string' || !Object.hasOwn(BYTES, dtype)) {
    return fail(`${name} has the unknown type ${briefJson(dtype)}`);
  }
  if (!isSizes(shape)) return fail(`${name} has the shape ${briefJson(shape)}`);
  if (!isSizes(offsets) || offsets.length !== 2) {
    return fail(`${name} has the offsets ${briefJson(offsets)}`);
  }
  const [begin, end] = offsets as [number, number];
  const bytes = shape.reduce((product, n) => product * n, 1) * BYTES[dtype]!;
  if (end - begin !== bytes) {
    return fail(`${name} (${dtype}, ${briefJson(shape)}) needs ${bytes} bytes, not ${end - begin}`);
  }
  return { dtype, shape, begin, end };
}

function checkCoverage(
  tensors: ReadonlyMap<string, TensorEntry>,
  dataBytes: number,
  fail: Fail,
): void {
  let at = 0;
  const inOrder = [...tensors].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  for (const [name, { begin, end }] of inOrder) {
    if (begin !== at)
      fail(`${begin < at ? 'tensors overlap' : 'there is a hole'} before ${brief(name)}`);
    at = end;
  }
  if (at !== dataBytes) fail(`its tensors need ${at} bytes, and it has ${dataBytes}`);
}

/** A hostile name may be as long as the file. */
function brief(text: string): string {
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

function briefJson(value: unknown): string {
  return brief(JSON.stringify(value) ?? 'none');
}

/** Whether a value is a list of whole numbers, none below 0. */
export function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

function isStringRecord(value: unknown): value is Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((entry) => typeof entry === 'string');
}
