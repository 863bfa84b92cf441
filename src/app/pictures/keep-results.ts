/** Runs what it is given one after another. */
export type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;

export function oneAtATime(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
}

/** The result known by a key, or what `make` makes when its turn comes; failures are forgotten. */
export type Kept<Result> = (
  key: readonly unknown[],
  make: () => Promise<Result>,
) => Promise<Result>;

/** `most`: results that are kept, the newest. */
export function keepResults<Result>(inTurn: InTurn, most: number): Kept<Result> {
  const kept = new Map<string, Promise<Result>>();
  return (key, make) => {
    const name = JSON.stringify(key);
    const known = kept.get(name);
    if (known) return known;
    const made = inTurn(make);
    kept.set(name, made);
    made.catch(() => kept.delete(name));
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    return made;
  };
}
