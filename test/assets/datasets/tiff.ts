type Numbers =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array;

/** Square pixels as an uncompressed TIFF (6.0, little-endian) of the array's own kind of numbers. */
export function tiff(pixels: Numbers, channels: 1 | 3 = 1): Buffer {
  const side = Math.sqrt(pixels.length / channels);
  const bits = pixels.BYTES_PER_ELEMENT * 8;
  const data = Buffer.from(pixels.buffer);
  const ofKind = pixels instanceof Float32Array ? 3 : /^Int/.test(pixels.constructor.name) ? 2 : 1;
  const each = (value: number) => Array<number>(channels).fill(value);
  const entries: readonly (readonly [tag: number, values: readonly number[]])[] = [
    [256, [side]],
    [257, [side]],
    [258, each(bits)],
    [259, [1]], // uncompressed
    [262, [channels === 1 ? 1 : 2]], // black is 0; RGB
    [273, [0]], // where the pixels begin; below
    [277, [channels]],
    [278, [side]],
    [279, [data.length]],
    [339, each(ofKind)],
  ];
  const directory = Buffer.alloc(2 + 12 * entries.length + 4);
  const extra: Buffer[] = [];
  const beyond = 8 + directory.length;
  const longer = entries.filter(([, values]) => values.length > 2).length * 6;
  directory.writeUInt16LE(entries.length, 0);
  entries.forEach(([tag, values], e) => {
    const at = 2 + 12 * e;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(3, at + 2); // SHORT
    directory.writeUInt32LE(values.length, at + 4);
    if (values.length === 1) {
      directory.writeUInt16LE(tag === 273 ? beyond + longer : values[0]!, at + 8);
      return;
    }
    directory.writeUInt32LE(beyond + 6 * extra.length, at + 8);
    const shorts = Buffer.alloc(6);
    values.forEach((value, v) => {
      shorts.writeUInt16LE(value, 2 * v);
    });
    extra.push(shorts);
  });
  const header = Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0]);
  return Buffer.concat([header, directory, ...extra, data]);
}
