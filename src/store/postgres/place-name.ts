import { shownUrl } from '../../core/places/place.js';

/** A database's place as it may be shown and written down: without a password, or options. */
export function placeName(place: string): string {
  return URL.canParse(place) ? shownUrl(new URL(place)) : 'postgres://';
}
