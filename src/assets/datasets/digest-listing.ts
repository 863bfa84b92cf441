import { createHash } from 'node:crypto';
import { type DataListing, listingText } from '../../core/prints/data-listing.js';

/** SHA-256 (hex) of a listing: what a fingerprint's `data` holds. */
export function digestListing(listing: DataListing): string {
  return createHash('sha256').update(listingText(listing)).digest('hex');
}
