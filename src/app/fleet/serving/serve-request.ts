import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { durationSchema } from '../../../config/file/duration.js';
import { messageOf, UsageError } from '../../../core/errors.js';
import { LEASE } from '../../../fleet/jobs/jobs.js';
import { isLoopback } from '../../../machine/http/listen.js';

export interface ServeRequest {
  readonly host: string;
  readonly port: number;
  readonly leaseSeconds: number;
  /** Where artifacts lie, as `blobDriverFor` reads it. */
  readonly artifacts: string;
  /** PEM; null: nothing is encrypted. */
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
}

/** As flags give it; paths are absolute. */
export interface ServeFlags {
  readonly host: string;
  readonly port: number;
  readonly lease: string;
  readonly artifacts: string;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  readonly insecureHttp: boolean;
}

/** @throws {UsageError} */
export function readServeRequest(flags: ServeFlags): ServeRequest {
  const { host, port, artifacts } = flags;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError(`--port expects a whole number from 0 to 65535; not ${port}.`);
  }
  const tls = readTls(flags);
  if (!tls && !flags.insecureHttp && !isLoopback(host)) {
    throw new UsageError(
      `--host ${host} lets other machines reach the gateway, and their tokens would travel unencrypted. Give --tls-cert and --tls-key; or --insecure-http, behind a proxy that does TLS or on a network of your own.`,
    );
  }
  return { host, port, artifacts, tls, leaseSeconds: leaseIn(flags.lease) };
}

function leaseIn(text: string): number {
  const { data, error } = durationSchema.safeParse(text);
  if (data === undefined) throw new UsageError(`--lease: ${error.issues[0]!.message}.`);
  const seconds = data / 1000;
  if (Number.isInteger(seconds) && seconds >= LEASE.least && seconds <= LEASE.most) return seconds;
  throw new UsageError(
    `--lease expects whole seconds, from ${LEASE.least}s to ${LEASE.most / 3600}h; not ${text}.`,
  );
}

function readTls({ cert, key }: Pick<ServeFlags, 'cert' | 'key'>): ServeRequest['tls'] {
  if (cert === undefined && key === undefined) return null;
  if (cert === undefined || key === undefined) {
    throw new UsageError('--tls-cert and --tls-key go together: give both.');
  }
  const tls = { cert: read(cert, '--tls-cert'), key: read(key, '--tls-key') };
  try {
    createSecureContext(tls);
  } catch (error) {
    throw new UsageError(
      `${cert} and ${key} are no certificate (PEM) and its key: ${messageOf(error)}.`,
    );
  }
  return tls;
}

function read(path: string, flag: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UsageError(`${flag}: ${path} cannot be read (${messageOf(error)}).`);
  }
}
