import { meaningOf } from '../../dialects/meaning-of.js';
import { asText } from '../words/as-text.js';

/**
 * What a W&B file's `command` gives its script besides what the sweep draws (`--epochs=20`, `--lr
 * 0.1`): it would be lost unseen. Only what means something here.
 */
export function commandFlags(command: unknown, own: readonly string[]): readonly string[] {
  const parts = Array.isArray(command) ? command : [command ?? ''];
  const words = parts.map(asText).flatMap((word) => word.trim().split(/\s+/));
  return words.flatMap((word, i) => {
    const [, dashes = '', name = '', value] =
      /^(--?)?([A-Za-z][\w.-]*)(?:=(.+))?$/.exec(word) ?? [];
    if (dashes === '' && value === undefined) return [];
    const { kind } = meaningOf(name, own);
    if (kind === 'ignored' || kind === 'unknown') return [];
    const next = words[i + 1] ?? '';
    if (value !== undefined || next === '' || next.startsWith('-') || next.startsWith('$')) {
      return [word];
    }
    return [`${word} ${next}`];
  });
}
