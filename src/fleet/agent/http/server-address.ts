import { UsageError } from '../../../core/errors.js';
import { isLoopback } from '../../../machine/http/listen.js';

/**
 * Where a gateway is asked: its address, without a slash at the end.
 *
 * @throws {UsageError} it is no such address, or one to which a token would travel readable by all.
 */
export function serverAddress(text: string, insecureHttp: boolean): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new UsageError(
      '--server expects the address of a gateway, such as https://gateway.example:8430.',
    );
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new UsageError(
      '--server expects a plain address: a token goes into a file (--token-file) or into THAW_TOKEN.',
    );
  }
  if (url.protocol === 'http:' && !insecureHttp && !isLoopback(url.hostname)) {
    throw new UsageError(
      `${url.origin} is not encrypted: whoever listens could read the token. Give an https address, or --insecure-http where the network itself is private.`,
    );
  }
  return url.href.replace(/\/+$/, '');
}
