import { plain } from '../core/words/plain.js';
import { nativeLog } from '../machine/native-log.js';

/** Where to read on after a failure; empty where libraries print to the terminal, or none is loaded. */
export function nativeLogLine(): string {
  const log = nativeLog();
  return log === null ? '' : `What TensorFlow itself had to say is in ${plain(log)}.\n`;
}
