import { createHash } from 'node:crypto';

export * from '../worker.mjs';

const CLASSES = ['cat', 'dog'];

/** As the other worker, with digests that gateways take: of the listing itself. */
export async function identify({ data }) {
  const digest = createHash('sha256')
    .update(JSON.stringify([CLASSES, []]))
    .digest('hex');
  const listing = { classNames: CLASSES, files: [] };
  return { weights: 'a'.repeat(64), data: data ? { digest, listing } : null };
}
