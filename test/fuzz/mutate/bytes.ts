import fc from 'fast-check';

/** One change of a sequence of bytes; positions are fractions of its length, so that each can shrink. */
type Change = (bytes: Buffer, others: readonly Buffer[]) => Buffer;

/**
 * Valid inputs with up to `most` changes each: bits flipped, bytes set, parts cut out, repeated or
 * taken from another input, ends cut off, and numbers (lengths, offsets, counts, in binary or in
 * digits) replaced by ones that programs get wrong. `words`: what means something in the format.
 */
export function mutatedBytes(
  seeds: readonly Buffer[],
  { words = [], most = 4 }: { readonly words?: readonly string[]; readonly most?: number } = {},
): fc.Arbitrary<Buffer> {
  return fc
    .tuple(fc.nat(seeds.length - 1), fc.array(change(words), { maxLength: most, size: 'max' }))
    .map(([seed, changes]) => {
      return changes
        .reduce<Buffer>((bytes, apply) => apply(bytes, seeds), Buffer.from(seeds[seed]!))
        .subarray(0, MOST_BYTES);
    });
}

/** A mutated input grows no larger: what is sought are mistakes, not patience. */
const MOST_BYTES = 1 << 20;

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
/** Mostly short. */
const length = fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 4096 }));
const ODD_BYTES = [0x00, 0x01, 0x0a, 0x20, 0x22, 0x2e, 0x2f, 0x7f, 0x80, 0xc3, 0xfe, 0xff];
const ODD_NUMBERS = [
  0n,
  1n,
  2n,
  8n,
  127n,
  128n,
  255n,
  256n,
  32767n,
  65535n,
  2n ** 24n,
  2n ** 31n - 1n,
].concat([2n ** 31n, 2n ** 32n - 1n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 63n - 1n, 2n ** 64n - 1n]);
const ODD_DIGITS = [
  '0',
  '-1',
  '-0',
  '1',
  '2',
  '00000000000',
  '77777777777',
  '4294967296',
  '1e308',
].concat(['1e999', '9007199254740993', '0.5', '18446744073709551616', '0x10', '1e-320']);

function change(words: readonly string[]): fc.Arbitrary<Change> {
  const at = (bytes: Buffer, where: number) => Math.floor(where * bytes.length);
  const put = (bytes: Buffer, where: number, cut: number, piece: Buffer) =>
    Buffer.concat([bytes.subarray(0, where), piece, bytes.subarray(where + cut)]);

  const flip = fc.tuple(place, fc.nat(7)).map(
    ([where, bit]): Change =>
      (bytes) => {
        if (bytes.length > 0) bytes[at(bytes, where)]! ^= 1 << bit;
        return bytes;
      },
  );
  const set = fc.tuple(place, fc.constantFrom(...ODD_BYTES)).map(
    ([where, byte]): Change =>
      (bytes) => {
        if (bytes.length > 0) bytes[at(bytes, where)] = byte;
        return bytes;
      },
  );
  const cut = fc.tuple(place, length).map(
    ([where, n]): Change =>
      (bytes) =>
        put(bytes, at(bytes, where), n, Buffer.alloc(0)),
  );
  const end = place.map(
    (where): Change =>
      (bytes) =>
        bytes.subarray(0, at(bytes, where)),
  );
  const repeat = fc.tuple(place, length, fc.constantFrom(1, 2, 3, 16, 300)).map(
    ([where, n, times]): Change =>
      (bytes) => {
        const from = at(bytes, where);
        const piece = bytes.subarray(from, from + n);
        return put(bytes, from, 0, Buffer.concat(Array.from({ length: times }, () => piece)));
      },
  );
  const splice = fc.tuple(fc.nat(99), place, length, place).map(
    ([which, from, n, to]): Change =>
      (bytes, others) => {
        const other = others[which % others.length]!;
        const start = at(other, from);
        return put(bytes, at(bytes, to), 0, other.subarray(start, start + n));
      },
  );
  const number = fc
    .tuple(place, fc.constantFrom(1, 2, 4, 8), fc.boolean(), fc.constantFrom(...ODD_NUMBERS))
    .map(
      ([where, width, little, value]): Change =>
        (bytes) => {
          const piece = Buffer.alloc(8);
          if (little) piece.writeBigUInt64LE(value);
          else piece.writeBigUInt64BE(value);
          // The low bytes of it.
          const low = little ? piece.subarray(0, width) : piece.subarray(8 - width);
          return put(bytes, at(bytes, where), width, low);
        },
    );
  const digits = fc.tuple(place, fc.constantFrom(...ODD_DIGITS)).map(
    ([where, value]): Change =>
      (bytes) => {
        const text = bytes.toString('latin1');
        const found = [...text.matchAll(/\d+(?:\.\d+)?/g)];
        const match = found[Math.floor(where * found.length)];
        if (!match) return bytes;
        return put(bytes, match.index, match[0].length, Buffer.from(value));
      },
  );
  const word = fc.tuple(place, fc.constantFrom('', ...words)).map(
    ([where, text]): Change =>
      (bytes) =>
        put(bytes, at(bytes, where), 0, Buffer.from(text)),
  );
  return fc.oneof(flip, set, cut, end, repeat, splice, number, digits, word);
}
