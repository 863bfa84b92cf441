import { stringify } from 'yaml';
import { escaped } from '../../core/words/plain.js';

/** A value as YAML of which every text is on one line, so that none ends a header or a code block. */
export function yamlText(value: object): string {
  return escaped(
    stringify(value, { blockQuote: false, lineWidth: 0, aliasDuplicateObjects: false }),
  );
}
