import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A token as it is handed out: `thaw_<id>_<secret>`. */
export interface Secret {
  /** Public: what lists and logs call it. */
  readonly id: string;
  readonly token: string;
  /** SHA-256 of the whole token, hex: all that is kept of it. */
  readonly hash: string;
}

/** 256 bits that nobody can guess. */
export function drawSecret(): Secret {
  const id = randomBytes(6).toString('hex');
  const token = `thaw_${id}_${randomBytes(32).toString('hex')}`;
  return { id, token, hash: hashOf(token) };
}

/** The id in a token's text; null: it is none. */
export function idIn(token: string): string | null {
  return /^thaw_([0-9a-f]{12})_[0-9a-f]{64}$/.exec(token)?.[1] ?? null;
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** In a time that tells nothing of where they differ. */
export function hasHash(token: string, hash: string): boolean {
  const [given, right] = [hashOf(token), hash].map((hex) => Buffer.from(hex, 'hex'));
  return given!.length === right!.length && timingSafeEqual(given!, right!);
}
