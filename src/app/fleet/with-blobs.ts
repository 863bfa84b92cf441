import { UsageError } from '../../core/errors.js';
import type { Place } from '../../core/places/place.js';
import type { Blobs } from '../../fleet/artifacts/blobs.js';
import { gateway } from '../../store/gateway/gateway.js';
import type { Sql } from '../../store/postgres/sql.js';
import type { World } from '../world.js';
import { ownTeam } from './open-desk.js';

/**
 * Lets `work` use what machines that share results keep as artifacts: through their gateway, or where
 * `THAW_ARTIFACTS` says that they are kept.
 *
 * @param sweep Id: artifacts are those of its team; absent: of the user's.
 * @throws {UsageError} a database alone does not tell where that is; or a gateway wants a token.
 */
export async function withBlobs<Result>(
  { env }: Pick<World, 'env'>,
  { at, name, token }: Place,
  work: (blobs: Blobs) => Promise<Result>,
  sweep?: number,
): Promise<Result> {
  if (gateway.matches(at)) {
    const [{ remoteBlobs }, { askGateway }, { tokenFor }] = await Promise.all([
      import('../../fleet/artifacts/client/remote-blobs.js'),
      import('../../fleet/artifacts/client/ask.js'),
      import('../../store/gateway/http/wire-to.js'),
    ]);
    const known = tokenFor(at, token);
    return work(remoteBlobs(askGateway(at, () => known)));
  }
  const kept = env.THAW_ARTIFACTS;
  if (!kept) {
    throw new UsageError(
      `${name} does not say where its artifacts are kept: name that in THAW_ARTIFACTS, as \`thaw serve\` has it, or a gateway with --store.`,
    );
  }
  const [{ blobDriverFor }, { openArtifactStore, MOST_BYTES }, { localBlobs }, { connectTo }] =
    await Promise.all([
      import('../../fleet/artifacts/drivers/index.js'),
      import('../../fleet/artifacts/store/artifact-store.js'),
      import('../../fleet/artifacts/store/local-blobs.js'),
      import('../../store/postgres/sql.js'),
    ]);
  const place = await blobDriverFor(kept).open(kept, env);
  const sql = connectTo(at, { size: 2 });
  try {
    const team = (await teamOf(sql, sweep)) ?? ownTeam(env);
    const store = openArtifactStore({ sql, place, mostBytes: MOST_BYTES });
    return await work(localBlobs(store, team));
  } finally {
    await sql.close();
  }
}

async function teamOf(sql: Sql, sweep: number | undefined): Promise<string | undefined> {
  if (sweep === undefined) return undefined;
  const row = await sql.one<{ readonly team: string }>(
    'select team from submissions where sweep_id = $1',
    [sweep],
  );
  return row?.team;
}
