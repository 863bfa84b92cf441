/** How a reason says that a pruner's verdict came after an epoch, from 0. */
export function afterEpoch(did: 'paused' | 'pruned', epoch: number, why: string): string {
  return `${did} after epoch ${epoch}: ${why}`;
}

/** The epoch that such a reason names; null: it names none. */
export function epochNamed(reason: string): number | null {
  const [, epoch] = /^(?:paused|pruned) after epoch (\d+): /.exec(reason) ?? [];
  return epoch === undefined ? null : Number(epoch);
}
