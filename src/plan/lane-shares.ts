/** Work of a group of trials that share a trunk. */
export interface GroupWork {
  /** Of the frozen layers: each cohort of the group does it again. */
  readonly trunk: number;
  /** Of the layers that train. */
  readonly heads: number;
}

/**
 * How to cut groups so that all lanes end at about the same time: per group, the shares of its
 * heads' work, which add up to 1; `[1]`: whole.
 *
 * The wrap-around rule (McNaughton, Management Science 6, 1959): the groups laid end to end and cut
 * where a lane is full, so that there are fewer cuts than lanes. No cut is made where a part would
 * have less work of its own than the trunk that it repeats.
 */
export function laneShares(
  groups: readonly GroupWork[],
  lanes: number,
): readonly (readonly number[])[] {
  const total = groups.reduce((sum, { trunk, heads }) => sum + trunk + heads, 0);
  const quota = total / lanes;
  let position = 0;
  return groups.map(({ trunk, heads }) => {
    const begin = position;
    const work = trunk + heads;
    position += work;
    const cuts: number[] = [];
    for (let lane = Math.floor(begin / quota) + 1; lane * quota < position; lane += 1) {
      const cut = (lane * quota - begin) / work;
      const left = cut - (cuts.at(-1) ?? 0);
      if (left * heads > trunk && (1 - cut) * heads > trunk) cuts.push(cut);
    }
    return [...cuts, 1].map((cut, c) => cut - (cuts[c - 1] ?? 0));
  });
}
