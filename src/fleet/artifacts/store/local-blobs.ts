import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '../../../machine/files/make-folder.js';
import type { Blobs } from '../blobs.js';
import type { ArtifactStore } from './artifact-store.js';

/** A team's artifacts where they are kept, for a gateway itself. */
export function localBlobs(store: ArtifactStore, team: string): Blobs {
  const has = async (digest: string) => (await store.head(team, digest)) !== null;
  return {
    has,
    async put(path, digest) {
      if (await has(digest)) return;
      await store.put(team, digest, createReadStream(path, { highWaterMark: 2 ** 18 }));
    },
    async putBytes({ bytes }, digest) {
      if (!(await has(digest))) await store.put(team, digest, bytes());
    },
    async get(digest, path) {
      const { bytes } = await store.get(team, digest);
      const part = `${path}.part`;
      makeFolder(dirname(path));
      const file = await open(part, 'w');
      try {
        for await (const chunk of bytes) await file.writeFile(chunk);
        await file.sync();
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      } finally {
        await file.close();
      }
      await rename(part, path);
    },
    find: (kind, key) => store.find(team, kind, key),
    link: (kind, key, digest) => store.link(team, kind, key, digest),
  };
}
