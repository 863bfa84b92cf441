import { ArtifactError } from '../artifact-error.js';
import { type BlobKey, keyOfParts, partsOf } from '../blob-key.js';
import type { BlobDriver, BlobPlace, StoredBlob } from './driver.js';
import { readAddress } from './s3/address.js';
import type { Bucket } from './s3/bucket.js';
import { findCredentials } from './s3/credentials.js';
import { allIn, textIn } from './s3/xml.js';

/** Amazon's S3, and what speaks like it: MinIO, Ceph, Cloudflare R2 and others. */
export const s3: BlobDriver = {
  type: 's3',
  spelled: 's3://bucket/prefix?endpoint=https://...&region=...',
  summary: 'S3, or what speaks like it; its key as AWS has it in the environment',
  matches: (place) => place.startsWith('s3://'),
  async open(place, env) {
    const address = readAddress(place, env);
    const { openBucket } = await import('./s3/bucket.js');
    const bucket = openBucket(address, () => findCredentials(env));
    // One that is not there, or is closed to this key, is told of now, not in the middle.
    await bucket.ask({ method: 'GET', query: { 'list-type': '2', 'max-keys': '1' } });
    return bucketOfBlobs(bucket, address.prefix);
  },
};

function bucketOfBlobs(bucket: Bucket, prefix: string): BlobPlace {
  const nameOf = (key: BlobKey) => `${prefix}${partsOf(key).join('/')}`;

  /** Answers to a listing, one page after another. */
  async function* pages(query: Readonly<Record<string, string>>, next: NextPage) {
    for (let more: Readonly<Record<string, string>> | null = {}; more; ) {
      const response = await bucket.ask({ method: 'GET', query: { ...query, prefix, ...more } });
      const xml = (await response?.text()) ?? '';
      yield xml;
      more = textIn(xml, 'IsTruncated') === 'true' ? next(xml) : null;
    }
  }

  return {
    async write(key, bytes) {
      const { putObject } = await import('./s3/put-object.js');
      return putObject(bucket, nameOf(key), bytes);
    },
    async read(key, from) {
      const headers = from > 0 ? { range: `bytes=${from}-` } : {};
      const response = await bucket.ask({ method: 'GET', key: nameOf(key), headers });
      if (!response) throw new ArtifactError('missing', `The object ${nameOf(key)} is gone.`);
      return chunksOf(response);
    },
    async size(key) {
      const response = await bucket.ask({ method: 'HEAD', key: nameOf(key) });
      return response && Number(response.headers.get('content-length'));
    },
    async remove(key) {
      await bucket.ask({ method: 'DELETE', key: nameOf(key) });
    },
    async *list() {
      const next: NextPage = (xml) => ({
        'continuation-token': textIn(xml, 'NextContinuationToken') ?? '',
      });
      for await (const xml of pages({ 'list-type': '2' }, next)) {
        for (const each of allIn(xml, 'Contents')) {
          const key = keyOfParts((textIn(each, 'Key') ?? '').slice(prefix.length).split('/'));
          if (key) yield { key, ...sizeAndTime(each) } satisfies StoredBlob;
        }
      }
    },
    async clearUnfinished(ageMs) {
      const now = Date.now();
      const next: NextPage = (xml) => ({
        'key-marker': textIn(xml, 'NextKeyMarker') ?? '',
        'upload-id-marker': textIn(xml, 'NextUploadIdMarker') ?? '',
      });
      for await (const xml of pages({ uploads: '' }, next)) {
        for (const each of allIn(xml, 'Upload')) {
          const [key, uploadId] = [textIn(each, 'Key'), textIn(each, 'UploadId')];
          const begun = Date.parse(textIn(each, 'Initiated') ?? '');
          if (key === undefined || uploadId === undefined || !(now - begun >= ageMs)) continue;
          await bucket.ask({ method: 'DELETE', key, query: { uploadId } });
        }
      }
    },
  };
}

type NextPage = (xml: string) => Readonly<Record<string, string>>;

function sizeAndTime(xml: string) {
  return {
    bytes: Number(textIn(xml, 'Size')),
    writtenAt: Date.parse(textIn(xml, 'LastModified') ?? ''),
  };
}

/** Cut off, it fails: what is there is less than what was said. */
async function* chunksOf({ body }: Response): AsyncGenerator<Uint8Array> {
  if (body) yield* body;
}
