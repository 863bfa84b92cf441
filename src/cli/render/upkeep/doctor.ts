import type { Check } from '../../../results/documents/upkeep.js';
import type { Style } from '../../text/style.js';
import { wrap } from '../../text/text.js';

/** A line for each check, what to do below it. */
export function renderDoctor(checks: readonly Check[], width: number, style: Style): string {
  const color = { ok: style.green, warning: style.yellow, wrong: style.red };
  const lines = checks.flatMap(({ part, state, message, todo, repaired }) => {
    const said = [message, ...(todo === null ? [] : [`${todo}.`])];
    if (repaired !== null) said.push(`Repaired: ${repaired}.`);
    const [first = '', ...rest] = said.flatMap((text) => wrap(text, Math.max(30, width - INDENT)));
    return [
      `${color[state](state.padEnd(9))}${part.padEnd(10)}${first}`,
      ...rest.map((line) => `${' '.repeat(INDENT)}${line}`),
    ];
  });
  return `${[...lines, ending(checks)].join('\n')}\n`;
}

const INDENT = 19;

function ending(checks: readonly Check[]): string {
  const wrong = checks.filter(({ state }) => state === 'wrong').length;
  if (wrong > 0) return `${wrong === 1 ? 'One thing is' : `${wrong} things are`} wrong.`;
  return checks.some(({ state }) => state === 'warning') ? 'Nothing is wrong.' : 'All is well.';
}
