/** What a TIFF says of the numbers of its first page; absent: it says nothing, or is broken there. */
export interface TiffTags {
  /** Of each sample. */
  readonly bits?: readonly number[] | undefined;
  /** What the first samples are: 2 is RGB, 5 CMYK. */
  readonly photometric?: number | undefined;
  readonly samples?: number | undefined;
  /** What each further sample is: 1 and 2 are transparency, 0 is anything. */
  readonly extra?: readonly number[] | undefined;
}

/** Reads the first directory of a TIFF or BigTIFF of either byte order. Never throws. */
export function tiffTags(bytes: Uint8Array): TiffTags {
  try {
    return readTags(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    // What points past the end is for the decoder to tell.
    if (!(error instanceof RangeError)) throw error;
    return {};
  }
}

function readTags(file: Buffer): TiffTags {
  const isLittle = file[0] === 0x49;
  const u16 = (at: number) => (isLittle ? file.readUInt16LE(at) : file.readUInt16BE(at));
  const u32 = (at: number) => (isLittle ? file.readUInt32LE(at) : file.readUInt32BE(at));
  const u64 = (at: number) =>
    Number(isLittle ? file.readBigUInt64LE(at) : file.readBigUInt64BE(at));
  const isBig = u16(2) === 43;
  const word = isBig ? u64 : u32;
  const wordBytes = isBig ? 8 : 4;
  const directory = word(isBig ? 8 : 4);
  const entries = isBig ? u64(directory) : u16(directory);
  const begin = directory + (isBig ? 8 : 2);
  const entryBytes = 4 + 2 * wordBytes;

  /** Shorts or longs; undefined: no such tag, or one of another type. */
  function valuesOf(tag: number): readonly number[] | undefined {
    for (let e = 0; e < Math.min(entries, MOST_ENTRIES); e += 1) {
      const at = begin + e * entryBytes;
      if (u16(at) !== tag) continue;
      const bytes = { [SHORT]: 2, [LONG]: 4 }[u16(at + 2)];
      if (bytes === undefined) return undefined;
      const count = Math.min(word(at + 4), MOST_VALUES);
      const inline = at + 4 + wordBytes;
      const from = count * bytes <= wordBytes ? inline : word(inline);
      const value = bytes === 2 ? u16 : u32;
      return Array.from({ length: count }, (_, i) => value(from + i * bytes));
    }
    return undefined;
  }

  return {
    bits: valuesOf(258),
    photometric: valuesOf(262)?.[0],
    samples: valuesOf(277)?.[0],
    extra: valuesOf(338),
  };
}

const SHORT = 3;
const LONG = 4;

/** Read, whatever a broken file says. */
const MOST_ENTRIES = 4096;
const MOST_VALUES = 64;
