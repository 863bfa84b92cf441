import { StoreError } from '../../../core/errors.js';
import type { Place } from '../../../core/places/place.js';
import type { BlobPlace } from '../../../fleet/artifacts/drivers/driver.js';
import { blobDriverFor } from '../../../fleet/artifacts/drivers/index.js';
import { versionOf } from '../../../store/postgres/migrate.js';
import { migrations } from '../../../store/postgres/migrations/index.js';
import { postgres } from '../../../store/postgres/postgres.js';
import { storeError } from '../../../store/postgres/postgres-error.js';
import { type Connections, connectTo } from '../../../store/postgres/sql.js';
import type { World } from '../../world.js';

/** A database that machines share, and where its artifacts lie. */
export interface SharedArtifacts {
  readonly sql: Connections;
  readonly place: BlobPlace;
  /** How the place is called: `/srv/thaw`, `s3://bucket/thaw`. */
  readonly name: string;
}

/** Whether results are in a database that artifacts may belong to. */
export function hasArtifacts({ at }: Place): boolean {
  return postgres.matches(at);
}

/** Where artifacts lie, as `--artifacts` or else `THAW_ARTIFACTS` says; undefined: neither does. */
export function artifactsNamed(env: World['env'], flag: string | undefined): string | undefined {
  return flag || env.THAW_ARTIFACTS || undefined;
}

/**
 * Changes nothing by itself: a database is not made or brought up to date for this.
 *
 * @throws {UsageError | StoreError | DiskError}
 */
export async function withArtifacts<Result>(
  { env }: Pick<World, 'env'>,
  { at, name }: Place,
  artifacts: string,
  act: (shared: SharedArtifacts) => Promise<Result>,
): Promise<Result> {
  const place = await blobDriverFor(artifacts).open(artifacts, env);
  const sql = connectTo(at, { size: 2 });
  try {
    const version = await versionOf(sql, name);
    if (version === null) throw new StoreError(`There are no results yet at ${name}.`);
    if (version < migrations.length) {
      throw new StoreError(
        `${name} is of an older version of Thaw: \`thaw store migrate\` brings it up to date.`,
      );
    }
    return await act({ sql, place, name: artifacts.replace(/\?.*$/s, '') });
  } catch (error) {
    throw storeError(error, name);
  } finally {
    await sql.close();
  }
}
