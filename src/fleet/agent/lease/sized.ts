import type { SerializedError, TrialEnd } from '../../../core/trial.js';
import { shortened } from '../../../core/words/plain.js';

/** Characters of a text that a gateway takes. */
const LONGEST = 10_000;

/** As much of a text as a gateway takes. */
export function sizedText(text: string): string {
  return shortened(text, LONGEST);
}

export function sizedError({ code, message, stack }: SerializedError): SerializedError {
  return {
    code,
    message: sizedText(message),
    ...(stack === undefined ? {} : { stack: sizedText(stack) }),
  };
}

export function sizedEnd(end: TrialEnd): TrialEnd {
  const { error, unsaved } = end;
  return {
    ...end,
    ...(error ? { error: sizedError(error) } : {}),
    ...(unsaved ? { unsaved: sizedError(unsaved) } : {}),
  };
}
