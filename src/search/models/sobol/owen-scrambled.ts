/**
 * Bits after the point, each flipped or not by a coin that hangs on all bits before it (nested uniform
 * scrambling: Owen 1995): each point falls uniformly, and nets stay nets. The coins are hashes (as in
 * Burley, "Practical hash-based Owen scrambling", JCGT 9(4), 2020), so nothing is stored.
 *
 * @param bits 32 of them.
 * @param seed 32 random bits, of its own for each dimension.
 */
export function owenScrambled(bits: number, seed: number): number {
  let flips = 0;
  for (let before = 0; before < 32; before += 1) {
    const prefix = before === 0 ? 0 : bits >>> (32 - before);
    // Prefixes of all lengths under one name each: a leading 1 says how long it is.
    const coin = hashed(hashed(prefix | (1 << before)) ^ seed);
    flips |= (coin & 1) << (31 - before);
  }
  return (bits ^ flips) >>> 0;
}

/** The finalizer of MurmurHash3: every bit of the input moves every bit of the output. */
function hashed(x: number): number {
  let h = x;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
