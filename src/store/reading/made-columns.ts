import { inflateSync } from 'node:zlib';
import type { DataListing } from '../../core/prints/data-listing.js';
import type { MadeOf } from '../../core/prints/fingerprint.js';
import { readDocument, SHAPES } from './documents.js';

/** A trial beside its row of `fingerprints`. */
export interface MadeColumns {
  readonly trial: number;
  readonly change: number;
  /** JSON. */
  readonly class_names: string;
  readonly data: string | null;
  readonly weights: string | null;
}

/** @throws {StoreError} it is damaged. */
export function toMadeOf({ trial, change, class_names, data, weights }: MadeColumns): MadeOf {
  return {
    change,
    fingerprint: {
      classNames: readDocument(class_names, SHAPES.classNames, `the class names of trial ${trial}`),
      data,
      weights,
    },
  };
}

/** @throws {StoreError} it is damaged. */
export function readListing(body: Uint8Array, digest: string): DataListing {
  let json = '';
  try {
    json = inflateSync(body).toString('utf8');
  } catch {
    // Nothing can be read of it: said below.
  }
  return readDocument(json, 'object', `the listing of images ${digest.slice(0, 12)}`);
}
