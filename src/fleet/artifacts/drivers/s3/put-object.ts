import { ArtifactError } from '../../artifact-error.js';
import type { Bucket } from './bucket.js';
import { escaped, textIn } from './xml.js';

/**
 * Writes an object: one request for what fits into a part, else a multipart upload, which shows
 * nothing until it is completed and is aborted where `bytes` fails. Two parts are in memory at most.
 *
 * @returns its bytes.
 */
export async function putObject(
  bucket: Bucket,
  key: string,
  bytes: AsyncIterable<Uint8Array>,
): Promise<number> {
  const parts = inParts(bytes);
  const first = await parts.next();
  const only = first.done ? Buffer.alloc(0) : first.value;
  // The stream is at its end only once it was asked for more than it has.
  const second = first.done ? first : await parts.next();
  if (second.done) {
    await bucket.ask({ method: 'PUT', key, body: only });
    return only.length;
  }
  return putParts(bucket, key, only, second.value, parts);
}

/** Bytes of a part; of 10,000 at most, 5 MiB at least. */
const PART = 16 * 2 ** 20;

async function putParts(
  bucket: Bucket,
  key: string,
  first: Buffer,
  second: Buffer,
  rest: AsyncGenerator<Buffer>,
): Promise<number> {
  const begun = await bucket.ask({ method: 'POST', key, query: { uploads: '' } });
  const uploadId = textIn((await begun?.text()) ?? '', 'UploadId') ?? '';
  if (uploadId === '') throw new ArtifactError('busy', 'S3 began no upload.');
  const etags: string[] = [];
  let written = 0;

  async function put(body: Buffer): Promise<void> {
    const query = { partNumber: String(etags.length + 1), uploadId };
    const response = await bucket.ask({ method: 'PUT', key, query, body });
    etags.push(response?.headers.get('etag') ?? '');
    await response?.body?.cancel();
    written += body.length;
  }

  try {
    await put(first);
    await put(second);
    for await (const part of rest) await put(part);
    const listed = etags.map(
      (etag, place) =>
        `<Part><PartNumber>${place + 1}</PartNumber><ETag>${escaped(etag)}</ETag></Part>`,
    );
    const body = Buffer.from(
      `<CompleteMultipartUpload>${listed.join('')}</CompleteMultipartUpload>`,
    );
    const ended = await bucket.ask({ method: 'POST', key, query: { uploadId }, body });
    // It may fail after it has said that all is well.
    const said = (await ended?.text()) ?? '';
    if (said.includes('<Error>')) {
      throw new ArtifactError('busy', `S3 could not end an upload: ${textIn(said, 'Message')}`);
    }
    return written;
  } catch (error) {
    await bucket.ask({ method: 'DELETE', key, query: { uploadId } }).catch(() => undefined);
    throw error;
  }
}

/** All of them whole but for the last. */
async function* inParts(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (let chunk of bytes) {
    while (length + chunk.length >= PART) {
      const fits = PART - length;
      yield Buffer.concat([...held, chunk.subarray(0, fits)]);
      chunk = chunk.subarray(fits);
      held = [];
      length = 0;
    }
    // Whoever made it may write over it.
    held.push(Buffer.from(chunk));
    length += chunk.length;
  }
  if (length > 0) yield Buffer.concat(held);
}
