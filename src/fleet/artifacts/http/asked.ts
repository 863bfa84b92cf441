import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ArtifactStore } from '../store/artifact-store.js';

/** Whose request it is, as its token says. */
export interface Caller {
  readonly team: string;
  readonly role: 'agent' | 'user';
}

/** A request about artifacts, and what answers it. */
export interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly caller: Caller;
  readonly store: ArtifactStore;
  readonly mostBytes: number;
  readonly stallMs: number;
}
