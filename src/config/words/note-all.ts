import type { Note } from '../../search/note.js';
import type { Findings } from './findings.js';

/** Passes on what samplers and pruners say: of a parameter its key is what is wrong. */
export function noteAll(notes: readonly Note[], findings: Findings): void {
  for (const { path, message, warning } of notes) {
    const at = path[0] === 'parameters' ? 'key' : 'value';
    if (warning) findings.warn(path, message, at);
    else findings.error(path, message, at);
  }
}
