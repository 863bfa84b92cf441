/** WebAssembly instructions, encoded. An expression leaves its value on the stack. */
export type Code = readonly number[];

/** A local variable of a function under construction. */
export interface Local {
  readonly get: Code;
  set(value: Code): Code;
}

export interface Scope {
  /** An integer: a byte address, a byte count or a counter. */
  i32(): Local;
  /** Four float32 lanes or two float64. */
  v128(): Local;
}

export interface WasmFunction {
  readonly name: string;
  readonly code: Code;
  readonly parameters: number;
}

/**
 * A function of i32 parameters that returns nothing. `build` is given its parameters, and a scope
 * to declare further locals in.
 */
export function wasmFunction<const Names extends readonly string[]>(
  name: string,
  parameters: Names,
  build: (parameters: { readonly [Name in Names[number]]: Local }, scope: Scope) => Code,
): WasmFunction {
  const types: number[] = [];
  const declare = (type: number): Local => {
    types.push(type);
    return local(parameters.length + types.length - 1);
  };
  const named = Object.fromEntries(parameters.map((parameter, i) => [parameter, local(i)]));
  const body = build(named as { readonly [Name in Names[number]]: Local }, {
    i32: () => declare(I32),
    v128: () => declare(V128),
  });
  const locals = vector(types.map((type) => [...unsigned(1), type]));
  return { name, code: sized([...locals, ...body, END]), parameters: parameters.length };
}

/** The binary of a module that works on an imported memory, `env.memory`. */
export function assemble(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters }) => [
    0x60,
    ...vector(Array.from({ length: parameters }, () => [I32])),
    0,
  ]);
  const memory = [...text('env'), ...text('memory'), 2, 0, ...unsigned(1)];
  const exported = functions.map(({ name }, i) => [...text(name), 0, ...unsigned(i)]);
  return new Uint8Array([
    ...[0, 0x61, 0x73, 0x6d], // "\0asm"
    ...[1, 0, 0, 0], // version 1
    ...section(1, vector(types)),
    ...section(2, vector([memory])),
    ...section(3, vector(functions.map((_, i) => unsigned(i)))),
    ...section(7, vector(exported)),
    ...section(10, vector(functions.map(({ code }) => code))),
  ]);
}

/** Unsigned LEB128. */
export function unsigned(value: number): Code {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** Signed LEB128. */
export function signed(value: number): Code {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && low < 0x40) || (rest === -1 && low >= 0x40)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

const I32 = 0x7f;
const V128 = 0x7b;
const END = 0x0b;

function local(index: number): Local {
  return {
    get: [0x20, ...unsigned(index)],
    set: (value) => [...value, 0x21, ...unsigned(index)],
  };
}

function section(id: number, content: Code): Code {
  return [id, ...sized(content)];
}

function vector(items: readonly Code[]): Code {
  return [...unsigned(items.length), ...items.flat()];
}

function sized(content: Code): Code {
  return [...unsigned(content.length), ...content];
}

function text(value: string): Code {
  return sized([...Buffer.from(value)]);
}
