import type { UnreadImage } from '../../core/evaluation.js';
import { escaped } from '../../core/words/plain.js';
import { renderJson } from '../text/json.js';
import { isRead, type PredictionForm } from './form.js';

/** A line of JSON per image. */
export function jsonLinesForm(): PredictionForm {
  return {
    begin: () => '',
    some: (predicted) => predicted.map((each) => `${escaped(JSON.stringify(each))}\n`).join(''),
    end: () => '',
  };
}

/**
 * One document (results/documents/predict.ts), as `renderJson` writes it as a whole; images that could
 * not be read, which are its last entry, are kept until then.
 */
export function jsonForm(): PredictionForm {
  const unread: UnreadImage[] = [];
  let any = false;
  return {
    begin: (trial) => `{\n  "trial": ${trial},\n  "predictions": [`,
    some: (predicted) =>
      predicted
        .map((each) => {
          if (!isRead(each)) {
            unread.push(each);
            return '';
          }
          const before = any ? ',' : '';
          any = true;
          return `${before}\n${indented(each, 4)}`;
        })
        .join(''),
    end: () => `${any ? '\n  ' : ''}],\n  "unread": ${indented(unread, 2).trimStart()}\n}\n`,
  };
}

function indented(value: object, by: number): string {
  return renderJson(value).trimEnd().replaceAll(/^/gm, ' '.repeat(by));
}
