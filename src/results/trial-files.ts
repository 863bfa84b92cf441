import { existsSync } from 'node:fs';
import type { KeptFile } from '../core/prints/fingerprint.js';
import { checkpointFile, weightsFile } from '../store/files.js';
import type { KeptDigests } from '../store/port.js';

/** The weights of trials, wherever they are kept. */
export interface TrialFiles {
  /** Where they are, for a person; null: they are not there. Nothing is brought from elsewhere. */
  find(of: TrialKey, digests: KeptDigests): FilePair<string>;
  /** Their files on this machine, brought here if they are kept elsewhere; null: they are not there. */
  bring(of: TrialKey, digests: KeptDigests): Promise<FilePair<KeptFile>>;
  /** Says of a checkpoint that was kept, and is not there any more, what that means. */
  lost(of: TrialKey): string;
}

/** A trial's checkpoint and its whole network. */
export interface FilePair<File> {
  readonly checkpoint: File | null;
  readonly network: File | null;
}

/** Ids. */
export interface TrialKey {
  readonly sweep: number;
  readonly trial: number;
}

/** Those beside a database that is a file. */
export function filesBeside(db: string): TrialFiles {
  const present = (path: string) => (existsSync(path) ? path : null);
  const find = ({ sweep, trial }: TrialKey) => ({
    checkpoint: present(checkpointFile(db, sweep, trial)),
    network: present(weightsFile(db, sweep, trial)),
  });
  return {
    find,
    async bring(of, digests) {
      const { checkpoint, network } = find(of);
      return {
        checkpoint: checkpoint === null ? null : { path: checkpoint, digest: digests.checkpoint },
        network: network === null ? null : { path: network, digest: digests.network },
      };
    },
    lost: ({ sweep, trial }) =>
      `The weights of trial ${trial} were kept, but ${checkpointFile(db, sweep, trial)} is not there. That folder is named after the database: where you have renamed or moved the database, move its folder with it.`,
  };
}
