/** Names a blob wherever blobs lie. Make one with `blobKey`, which lets nothing through that is no name. */
export interface BlobKey {
  readonly team: string;
  /** SHA-256 of its bytes, hex. */
  readonly digest: string;
}

/** @throws {TypeError} no team may be called that, or it is no digest: whoever asks has not looked. */
export function blobKey(team: string, digest: string): BlobKey {
  if (!isTeam(team)) throw new TypeError(`no team is called ${JSON.stringify(team)}`);
  if (!isDigest(digest)) throw new TypeError(`no digest: ${JSON.stringify(digest)}`);
  return { team, digest };
}

/** `team/ab/abcd...`: parts of a path, or of a name in a bucket. */
export function partsOf({ team, digest }: BlobKey): readonly [string, string, string] {
  return [team, digest.slice(0, 2), digest];
}

/** The key that such parts name; null: they are of something else. */
export function keyOfParts(parts: readonly string[]): BlobKey | null {
  const [team = '', start, digest = ''] = parts;
  if (parts.length !== 3 || !isTeam(team) || !isDigest(digest)) return null;
  return digest.startsWith(start!) && start!.length === 2 ? { team, digest } : null;
}

/** A team's name is also that of a folder, on systems that take capitals for small letters, too. */
export function isTeam(name: string): boolean {
  return /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/.test(name);
}

export function isDigest(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}
