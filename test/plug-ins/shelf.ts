import type { BlobDriver } from '../../src/fleet/artifacts/drivers/driver.js';
import { folder } from '../../src/fleet/artifacts/drivers/folder.js';

/** A place of artifacts as small as they come: a folder, by an address of its own. */
export const shelf: BlobDriver = {
  type: 'shelf',
  spelled: 'shelf:///absolute/path',
  summary: 'a folder on a shelf',
  matches: (place) => place.startsWith('shelf:///'),
  open: (place, env) => folder.open(place.slice('shelf://'.length), env),
};
