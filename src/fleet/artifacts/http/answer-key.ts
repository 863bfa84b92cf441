import { z } from 'zod';
import { sendWire } from '../../../store/gateway/send-wire.js';
import { decode } from '../../../store/gateway/wire.js';
import { isDigest } from '../blob-key.js';
import type { KeyKind } from '../store/artifact-store.js';
import { unlessStalled } from '../unless-stalled.js';
import type { Asked } from './asked.js';
import { bodyOf } from './body-of.js';
import { refuse } from './refuse.js';

export async function answerKey(asked: Asked, kind: KeyKind, key: string): Promise<void> {
  const { request, response, store, caller } = asked;
  if (request.method === 'GET') {
    const digest = await store.find(caller.team, kind, key);
    if (digest === null) refuse(asked, 404, `There is no artifact for ${kind}/${key}.`);
    else sendWire(asked.response, 200, { digest });
  } else if (request.method !== 'PUT') {
    response.setHeader('allow', 'GET, PUT');
    refuse(asked, 405, 'A key is asked for by GET, and set by PUT.');
  } else if (caller.role !== 'user') {
    refuse(asked, 403, 'Only a token of the role user may set a key.');
  } else {
    const digest = await readDigest(asked);
    if (digest === null) {
      refuse(asked, 400, 'Expected { digest }, the SHA-256 of an artifact, as the body.');
    } else {
      await store.link(caller.team, kind, key, digest);
      sendWire(asked.response, 200, { digest });
    }
  }
}

const BODY = z.strictObject({ digest: z.string().refine(isDigest) });

/** Null: it is something else, or too long to be that. */
async function readDigest({ request, stallMs }: Asked): Promise<string | null> {
  const stall = unlessStalled(stallMs, () => request.destroy());
  let text = '';
  try {
    for await (const chunk of stall.watch(bodyOf(request))) {
      text += Buffer.from(chunk).toString('latin1');
      if (text.length > MOST) return null;
    }
    return BODY.safeParse(decode(text)).data?.digest ?? null;
  } catch (error) {
    if (!request.complete && request.socket.destroyed) throw error;
    return null;
  } finally {
    stall.end();
  }
}

/** Characters. */
const MOST = 1000;
