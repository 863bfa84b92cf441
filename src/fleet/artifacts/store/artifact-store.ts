import { NOW_MS } from '../../../store/postgres/server-now.js';
import type { Connections } from '../../../store/postgres/sql.js';
import { ArtifactError } from '../artifact-error.js';
import { blobKey } from '../blob-key.js';
import type { BlobPlace } from '../drivers/driver.js';
import { checkedBytes } from './checked-bytes.js';

export type KeyKind = 'data' | 'weights';

/**
 * Blobs of teams by their SHA-256 (hex), and rows that say which are whole. Anything of another team
 * is not there. Reading or asking for one counts as use, which `thaw gc` waits for a while after.
 */
export interface ArtifactStore {
  /**
   * Takes a blob in; again, if it is there, which mends what was damaged. Whatever goes wrong leaves
   * nothing, or what was there.
   *
   * @returns its bytes.
   * @throws {ArtifactError} `wrong`, `large`, `full`, `busy`; what `bytes` throws.
   */
  put(team: string, digest: string, bytes: AsyncIterable<Uint8Array>): Promise<number>;
  /** In bytes; null: it is not there, as far as a look tells. */
  head(team: string, digest: string): Promise<number | null>;
  /**
   * A blob from a byte on. Read from its beginning, it fails after its last byte if they are not
   * those that were put there (`damaged`); who reads from further on compares for himself.
   *
   * @throws {ArtifactError} `missing`.
   */
  get(team: string, digest: string, from?: number): Promise<StoredBytes>;
  /** Lets a blob be found by a name of its kind. @throws {ArtifactError} `missing`: there is no such blob. */
  link(team: string, kind: KeyKind, key: string, digest: string): Promise<void>;
  /** The digest of the blob with that name; null: there is none. */
  find(team: string, kind: KeyKind, key: string): Promise<string | null>;
}

export interface StoredBytes {
  /** Of the whole blob. */
  readonly total: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

export interface ArtifactParts {
  readonly sql: Connections;
  readonly place: BlobPlace;
  /** Bytes that one may have. */
  readonly mostBytes: number;
}

/** Where nobody says otherwise: 64 GiB. */
export const MOST_BYTES = 64 * 2 ** 30;

export function openArtifactStore({ sql, place, mostBytes }: ArtifactParts): ArtifactStore {
  /** Null: no row, or no blob that fits it. */
  async function head(team: string, digest: string): Promise<number | null> {
    const key = blobKey(team, digest);
    const found = await sql.one<{ bytes: number; stale: boolean }>(LOOK, [team, digest, USE_MS]);
    const row = found?.stale ? await sql.one<{ bytes: number }>(USE, [team, digest]) : found;
    if (!row) return null;
    return (await place.size(key)) === row.bytes ? row.bytes : null;
  }

  return {
    head,
    async put(team, digest, bytes) {
      const key = blobKey(team, digest);
      const written = await place.write(key, checkedBytes(bytes, digest, mostBytes));
      return sql.inTransaction(async ({ run }) => {
        await run(NOTE, [team, digest, written]);
        // A collector that had its row before this one has removed its blob by now.
        if ((await place.size(key)) === written) return written;
        throw new ArtifactError(
          'busy',
          'The artifact was removed while it was put: send it again.',
        );
      });
    },
    async get(team, digest, from = 0) {
      const total = await head(team, digest);
      if (total === null) throw missing(digest);
      const bytes = opened(() => place.read(blobKey(team, digest), from));
      return { total, bytes: from === 0 ? whole(bytes, digest) : bytes };
    },
    async link(team, kind, key, digest) {
      if ((await head(team, digest)) === null) throw missing(digest);
      await sql.run(LINK, [team, kind, key, digest]);
    },
    async find(team, kind, key) {
      const row = await sql.one<{ digest: string }>(FIND, [team, kind, key]);
      return row && (await head(team, row.digest)) !== null ? row.digest : null;
    },
  };
}

/** Not before somebody reads: who never does has nothing to close. */
async function* opened(open: () => Promise<AsyncIterable<Uint8Array>>) {
  yield* await open();
}

async function* whole(bytes: AsyncIterable<Uint8Array>, digest: string) {
  try {
    yield* checkedBytes(bytes, digest, Number.POSITIVE_INFINITY);
  } catch (error) {
    if (!(error instanceof ArtifactError)) throw error;
    throw new ArtifactError(
      'damaged',
      `The artifact ${digest} is not as it was put there: \`thaw doctor --store\` says what names it.`,
      { cause: error },
    );
  }
}

function missing(digest: string): ArtifactError {
  return new ArtifactError('missing', `There is no artifact ${digest}.`);
}

/** Milliseconds by which the time of a use may be behind: not every look is a write. */
const USE_MS = 600_000;

const LOOK = `
select bytes, created_at < ${NOW_MS} - $3 as stale from artifacts where team = $1 and digest = $2`;

/** A collector that has the row is waited for, and then it is not there. */
const USE = `
update artifacts set created_at = ${NOW_MS} where team = $1 and digest = $2 returning bytes`;

const NOTE = `
insert into artifacts (team, digest, bytes, created_at) values ($1, $2, $3, ${NOW_MS})
on conflict (team, digest) do update set bytes = excluded.bytes, created_at = excluded.created_at`;

const LINK = `
insert into artifact_keys (team, kind, key, digest) values ($1, $2, $3, $4)
on conflict (team, kind, key) do update set digest = excluded.digest`;

const FIND = 'select digest from artifact_keys where team = $1 and kind = $2 and key = $3';
