import { count } from '../../../core/words/numbers.js';
import { tiffTags } from './tiff-tags.js';

/**
 * A TIFF may hold any number of channels, such as near infrared beside RGB: only transparency is
 * known to be one more. The decoder would take whatever comes next for it, and lay it over white.
 *
 * @throws {Error} says which channels there are, or how long their numbers.
 */
export function checkTiff(bytes: Uint8Array): void {
  const { bits = [], photometric = -1, samples = 1, extra = [] } = tiffTags(bytes);
  const long = bits.find((each) => each > 32);
  if (long !== undefined) {
    throw new Error(
      `its numbers have ${long} bits, whose scale is not known; convert it to 8 or 16 bits, unsigned`,
    );
  }
  const [channels, colors] = COLORS.get(photometric) ?? [0, ''];
  const more = samples - channels;
  const isTransparency = more === 1 && (extra[0] === 1 || extra[0] === 2);
  if (channels === 0 || more <= 0 || isTransparency) return;
  throw new Error(
    `it has ${count(more, 'channel')} beside ${colors} that ${more === 1 ? 'is' : 'are'} not said to be transparency; convert it to RGB or gray`,
  );
}

/** By what a TIFF says its first channels are. */
const COLORS: ReadonlyMap<number, readonly [channels: number, colors: string]> = new Map([
  [0, [1, 'gray']],
  [1, [1, 'gray']],
  [2, [3, 'RGB']],
  [3, [1, 'a palette']],
  [5, [4, 'CMYK']],
  [6, [3, 'RGB']],
]);
