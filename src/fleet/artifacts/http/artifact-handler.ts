import type { IncomingMessage, ServerResponse } from 'node:http';
import { isDigest } from '../blob-key.js';
import type { ArtifactStore } from '../store/artifact-store.js';
import { answerArtifact } from './answer-artifact.js';
import { answerKey } from './answer-key.js';
import type { Caller } from './asked.js';
import { refuse, refuseFor } from './refuse.js';

export interface HandlerParts {
  readonly store: ArtifactStore;
  /** Bytes that an artifact may have: larger ones are refused before they are sent. */
  readonly mostBytes: number;
  /** Milliseconds that a body may stand still, either way. */
  readonly stallMs?: number;
}

/** Answers a request; false: it is not about artifacts, and nothing was done. */
export type ArtifactHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  caller: Caller,
) => Promise<boolean>;

/**
 * HEAD, GET and PUT of `/v1/artifacts/<digest>`; GET and PUT of `/v1/keys/<kind>/<key>`. Its errors
 * are `{ error: { code, message } }`. Rejects with what is not about artifacts (the database is away)
 * if nothing was answered yet.
 */
export function createArtifactHandler(parts: HandlerParts): ArtifactHandler {
  const { store, mostBytes, stallMs = 60_000 } = parts;
  return async (request, response, caller) => {
    const path = (request.url ?? '').split('?', 1)[0]!;
    const [, digest] = /^\/v1\/artifacts\/([^/]*)$/.exec(path) ?? [];
    const [, kind, key] = /^\/v1\/keys\/([^/]*)\/([^/]*)$/.exec(path) ?? [];
    const asked = { request, response, caller, store, mostBytes, stallMs };
    try {
      if (digest !== undefined) {
        if (isDigest(digest)) await answerArtifact(asked, digest);
        else refuse(asked, 404, 'An artifact is named by its SHA-256, 64 small hex digits.');
      } else if (key !== undefined) {
        if (isKind(kind) && isDigest(key)) await answerKey(asked, kind, key);
        else refuse(asked, 404, 'Artifacts are found by data/<digest> and weights/<digest>.');
      } else {
        return false;
      }
    } catch (error) {
      refuseFor(asked, error);
    }
    return true;
  };
}

function isKind(text: string | undefined): text is 'data' | 'weights' {
  return text === 'data' || text === 'weights';
}
