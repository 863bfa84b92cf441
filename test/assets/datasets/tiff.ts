type Numbers =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** What the channels are beyond their number. */
interface Channels {
  /** 1: gray, 2: RGB; default: by their number. */
  readonly photometric?: number;
  /** Of each channel that is no color: 0 is anything, 2 transparency. */
  readonly extra?: readonly number[];
}

/** Square pixels as an uncompressed TIFF (6.0, little-endian) of the array's own kind of numbers. */
export function tiff(pixels: Numbers, channels = 1, more: Channels = {}): Buffer {
  const { photometric = channels < 3 ? 1 : 2, extra: extraSamples = [] } = more;
  const side = Math.sqrt(pixels.length / channels);
  const bits = pixels.BYTES_PER_ELEMENT * 8;
  const data = Buffer.from(pixels.buffer);
  const ofKind = /^Float/.test(pixels.constructor.name)
    ? 3
    : /^Int/.test(pixels.constructor.name)
      ? 2
      : 1;
  const each = (value: number) => Array<number>(channels).fill(value);
  const entries: readonly (readonly [tag: number, values: readonly number[]])[] = [
    [256, [side]],
    [257, [side]],
    [258, each(bits)],
    [259, [1]], // uncompressed
    [262, [photometric]], // black is 0; RGB
    [273, [0]], // where the pixels begin; below
    [277, [channels]],
    [278, [side]],
    [279, [data.length]],
    ...(extraSamples.length > 0 ? [[338, extraSamples] as const] : []),
    [339, each(ofKind)],
  ];
  const directory = Buffer.alloc(2 + 12 * entries.length + 4);
  const extra: Buffer[] = [];
  const beyond = 8 + directory.length;
  const lengths = entries.map(([, values]) => (values.length > 2 ? 2 * values.length : 0));
  const longer = lengths.reduce((sum, length) => sum + length, 0);
  directory.writeUInt16LE(entries.length, 0);
  entries.forEach(([tag, values], e) => {
    const at = 2 + 12 * e;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(3, at + 2); // SHORT
    directory.writeUInt32LE(values.length, at + 4);
    const shorts = Buffer.alloc(Math.max(4, 2 * values.length));
    values.forEach((value, v) => {
      shorts.writeUInt16LE(tag === 273 ? beyond + longer : value, 2 * v);
    });
    if (values.length <= 2) {
      shorts.copy(directory, at + 8);
      return;
    }
    directory.writeUInt32LE(beyond + extra.reduce((sum, each) => sum + each.length, 0), at + 8);
    extra.push(shorts);
  });
  const header = Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0]);
  return Buffer.concat([header, directory, ...extra, data]);
}
