import type { ServerResponse } from 'node:http';
import { UsageError } from '../../../core/errors.js';
import type { SerializedError } from '../../../core/trial.js';
import { Refusal } from '../../../machine/http/refusal.js';
import { sendWire } from '../../../store/gateway/send-wire.js';
import { isDatabaseAway } from './database-away.js';

/**
 * Says why not, in a sentence: `{ error: { code, message } }`. What only Thaw's authors understand goes
 * to `onFault`.
 */
export function refuse(
  response: ServerResponse,
  error: unknown,
  onFault: (error: unknown) => void,
): void {
  const { status, message, headers } = refusalFor(error);
  if (status === 500) onFault(error);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const said: { readonly error: SerializedError } = { error: { code: 'E_REFUSED', message } };
  sendWire(response, status, said);
}

function refusalFor(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof UsageError) return new Refusal(409, error.message);
  if (isDatabaseAway(error)) {
    return new Refusal(503, 'The database does not answer at the moment: try again.', {
      'Retry-After': '2',
    });
  }
  return new Refusal(500, 'The gateway ran into something it did not expect; this is a bug.');
}
