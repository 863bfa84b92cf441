/** What looks at images: it computes, for seconds to minutes. Each rejects with a `ThawError`. */
export interface Pictures {
  /** `trial`: id. */
  trialImages(trial: string): Promise<object>;
  /** `sweep`: id. */
  look(sweep: string): Promise<object>;
}

/** What looks at the images that an address below `/api` is about; null: it is about none. */
export function pictureAt(path: string, pictures: Pictures): (() => Promise<object>) | null {
  const [, of, id = '', what] = /^\/api\/(sweeps|trials)\/([1-9]\d{0,14})\/(\w+)$/.exec(path) ?? [];
  if (of === 'sweeps' && what === 'look') return () => pictures.look(id);
  if (of === 'trials' && what === 'images') return () => pictures.trialImages(id);
  return null;
}
