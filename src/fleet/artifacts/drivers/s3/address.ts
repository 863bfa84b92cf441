import { UsageError } from '../../../../core/errors.js';

type Env = Readonly<Record<string, string | undefined>>;

/** Where the blobs of an `s3://` place lie. */
export interface S3Address {
  /** Of the bucket, without a slash at its end. */
  readonly url: string;
  readonly region: string;
  /** What all names in it begin with: empty, or ending in a slash. */
  readonly prefix: string;
}

/**
 * Reads `s3://bucket/prefix?endpoint=https://...&region=...`. What it does not say is said by
 * `AWS_ENDPOINT_URL_S3` or `AWS_ENDPOINT_URL`, and by `AWS_REGION` or `AWS_DEFAULT_REGION`; without
 * an endpoint it is Amazon's own.
 *
 * @throws {UsageError} it is written in another way.
 */
export function readAddress(place: string, env: Env): S3Address {
  const url = URL.canParse(place) ? new URL(place) : null;
  // A secret in an address ends up in logs and lists of processes: it is not repeated here either.
  if (url?.username || url?.password) {
    throw new UsageError(
      'An s3:// address holds no key: name it by AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or in ~/.aws/credentials.',
    );
  }
  const bucket = url?.host ?? '';
  if (!url || !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    throw new UsageError(`Expected s3://bucket/prefix; got ${JSON.stringify(place)}.`);
  }
  const unknown = [...url.searchParams.keys()].find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(
      `An s3:// address may say ${KNOWN.join(' and ')}; got ${JSON.stringify(unknown)}.`,
    );
  }
  const said = (name: string, ...variables: readonly string[]) =>
    url.searchParams.get(name) || variables.map((variable) => env[variable]).find(Boolean);
  const region = said('region', 'AWS_REGION', 'AWS_DEFAULT_REGION') ?? 'us-east-1';
  if (!/^[a-z0-9-]+$/.test(region)) {
    throw new UsageError(`Expected a region such as eu-central-1; got ${JSON.stringify(region)}.`);
  }
  const endpoint = said('endpoint', 'AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL');
  const path = url.pathname.replace(/^\/+|\/+$/g, '');
  return {
    url:
      endpoint === undefined
        ? `https://${bucket}.s3.${region}.amazonaws.com`
        : `${checked(endpoint)}/${bucket}`,
    region,
    prefix: path === '' ? '' : `${path}/`,
  };
}

const KNOWN: readonly string[] = ['endpoint', 'region'];

/** @throws {UsageError} */
function checked(endpoint: string): string {
  if (URL.canParse(endpoint)) {
    const { protocol, origin, username } = new URL(endpoint);
    if (/^https?:$/.test(protocol) && username === '') return origin;
  }
  throw new UsageError('Expected an endpoint such as https://s3.example.com, without a key in it.');
}
