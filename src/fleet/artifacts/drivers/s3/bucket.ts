import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AwsV4Signer } from 'aws4fetch';
import { DiskError, messageOf } from '../../../../core/errors.js';
import { ArtifactError } from '../../artifact-error.js';
import type { S3Address } from './address.js';
import type { Credentials } from './credentials.js';
import { textIn } from './xml.js';

/** A request to a bucket: of an object, or of the bucket itself where there is no key. */
export interface S3Request {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export interface Bucket {
  /**
   * Answers of 2xx; null: there is no such object. What may pass (a network that is away, a service
   * that is busy) is tried again for a while.
   *
   * @throws {ArtifactError | DiskError | UsageError}
   */
  ask(request: S3Request): Promise<Response | null>;
}

/**
 * Requests are signed by aws4fetch (one file, MIT, nothing below it): Amazon's own client brings some
 * fifty packages for five calls, and what it adds of checksums is done here anyway, on every read.
 */
export function openBucket(address: S3Address, credentials: () => Promise<Credentials>): Bucket {
  async function once(request: S3Request): Promise<Response> {
    const { method, key = '', query = {}, headers = {}, body } = request;
    const url = new URL(`${address.url}/${key}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const signer = new AwsV4Signer({
      ...{ method, url: url.href, region: address.region, service: 's3' },
      ...(await credentials()),
      headers: {
        ...headers,
        // Compared there: what arrives is what was sent.
        'x-amz-content-sha256': createHash('sha256')
          .update(body ?? '')
          .digest('hex'),
      },
    });
    const signed = await signer.sign();
    return fetch(signed.url, {
      ...{ method, headers: signed.headers, redirect: 'error' },
      ...(body ? { body } : {}),
      // What streams afterwards is timed by who reads it.
      ...(method === 'GET' && key !== '' ? {} : { signal: AbortSignal.timeout(PATIENCE_MS) }),
    });
  }

  return {
    async ask(request) {
      for (let tried = 1, wait = FIRST_MS; ; tried += 1, wait *= 2) {
        try {
          const response = await once(request);
          if (response.ok) return response;
          if (response.status === 404 && mayBeMissing(request)) return null;
          const isPassing = response.status >= 500 || response.status === 429;
          if (!isPassing || tried === TRIES) throw await refusal(response, address);
          await response.body?.cancel();
        } catch (error) {
          if (!(error instanceof TypeError) && !isTimeout(error)) throw error;
          if (tried === TRIES) throw away(address, error);
        }
        await sleep(wait);
      }
    },
  };
}

/** A bucket that is not there is another matter, where the answer can tell. */
function mayBeMissing({ method, key, query }: S3Request): boolean {
  return (
    key !== undefined && (query ? method === 'DELETE' : ['GET', 'HEAD', 'DELETE'].includes(method))
  );
}

const TRIES = 5;
const FIRST_MS = 200;

/** Milliseconds for a request and its answer, but for what is read of an object. */
const PATIENCE_MS = 120_000;

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}

function away({ url }: S3Address, error: unknown): ArtifactError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return new ArtifactError('busy', `${url} cannot be reached: ${messageOf(cause)}.`, {
    cause: error,
  });
}

/** In the service's own words, which never hold a secret. */
async function refusal(response: Response, { url }: S3Address): Promise<Error> {
  const text = await response.text().catch(() => '');
  const said = [textIn(text, 'Code'), textIn(text, 'Message')].filter(Boolean).join(': ');
  const message = `${url} answered ${said || `HTTP status ${response.status}`}.`;
  if (response.status >= 500 || response.status === 429) return new ArtifactError('busy', message);
  return new DiskError(
    `${message} It must let its key list the bucket, and read, write and delete objects.`,
  );
}
