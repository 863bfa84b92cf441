import type { MessagePort } from 'node:worker_threads';
import { serializeError } from '../../../core/errors.js';
import { Refusal } from '../../../machine/http/refusal.js';
import type { Reader } from '../open-reader.js';
import type { Call, FromReader, ToReader } from './messages.js';

/** Lets the other end of the port use the reader, in a thread of its own. */
export function serveReader(port: MessagePort, reader: Reader): void {
  const send = (message: FromReader) => port.postMessage(message);
  port.on('message', (message: ToReader) => {
    if (message.method === 'close') {
      void reader.close().finally(() => port.close());
      return;
    }
    const { id } = message;
    call(reader, message).then(
      (result) => send({ id, result }),
      (error) => {
        if (!(error instanceof Refusal)) return send({ id, error: serializeError(error) });
        const { status, message } = error;
        send({ id, refusal: { status, message } });
      },
    );
  });
}

function call(reader: Reader, asked: Call): Promise<unknown> {
  switch (asked.method) {
    case 'read':
      return reader.read(asked.query);
    case 'version':
      return reader.version(asked.sweep);
    case 'patch':
      return reader.patch(asked.after);
    case 'lapsed':
      return reader.lapsed();
  }
}
