import { serializeError } from '../../../core/errors.js';
import { sendWire } from '../../../store/gateway/send-wire.js';
import { ArtifactError, type ArtifactFault } from '../artifact-error.js';
import type { Asked } from './asked.js';

type Reply = Pick<Asked, 'request' | 'response'>;

export function refuse(reply: Reply, status: number, message: string): void {
  leave(reply);
  sendWire(reply.response, status, { error: { code: 'E_ARTIFACT', message } });
}

/** @throws what is not about artifacts, if nothing was answered yet. */
export function refuseFor(reply: Reply, error: unknown): void {
  const { request, response } = reply;
  if (response.headersSent || request.socket.destroyed) {
    // All that can still be said is that it is not whole.
    response.destroy();
    return;
  }
  if (!(error instanceof ArtifactError)) throw error;
  leave(reply);
  const { code, message } = serializeError(error);
  sendWire(reply.response, STATUS[error.fault], { error: { code, message } });
}

const STATUS: Readonly<Record<ArtifactFault, number>> = {
  missing: 404,
  wrong: 422,
  large: 413,
  damaged: 500,
  full: 507,
  busy: 503,
};

/** What a body still holds is not waited for: the connection ends with the answer. */
function leave({ request, response }: Reply): void {
  if (request.complete) return;
  response.setHeader('connection', 'close');
  response.once('finish', () => {
    // A moment in which who sends may read why.
    setTimeout(() => request.destroy(), LINGER_MS).unref();
  });
  request.resume();
}

const LINGER_MS = 1000;
