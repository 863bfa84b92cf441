/**
 * Runs `work` on items with up to `ahead` at once, and gives the outcomes in the items' order. An
 * outcome is never more than `ahead` items early, so memory is bounded.
 */
export async function* inOrder<Item, Outcome>(
  items: Iterable<Item>,
  ahead: number,
  work: (item: Item) => Promise<Outcome>,
): AsyncGenerator<Outcome> {
  const running: Promise<Outcome>[] = [];
  for (const item of items) {
    const outcome = work(item);
    // Marked as handled: it is awaited below, maybe after it failed.
    outcome.catch(() => undefined);
    running.push(outcome);
    if (running.length >= ahead) yield await running.shift()!;
  }
  for (const outcome of running) yield await outcome;
}
