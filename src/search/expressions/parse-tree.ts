import jsep from 'jsep';
import { ExpressionError } from './expression-error.js';

export type Node = jsep.CoreExpression;

/**
 * The text as a tree of jsep's nodes, with `and`, `or` and `not` beside JavaScript's operators.
 *
 * @throws {ExpressionError} it is no expression.
 */
export function parseTree(text: string): Node {
  if (text.length > MOST_CHARACTERS) {
    throw new ExpressionError(`expected a formula of at most ${MOST_CHARACTERS} characters`);
  }
  const hint = HINTS.find(([pattern]) => pattern.test(text))?.[1];
  try {
    const tree = jsep(text) as Node;
    if (tree.type !== 'Compound') return tree;
    const why = tree.body.length === 0 ? 'it is empty' : 'two values stand side by side';
    throw new ExpressionError(hint ?? `expected a single formula, but ${why}`);
  } catch (error) {
    if (error instanceof ExpressionError) throw error;
    // jsep has no error of its own kind: a message, and a place in the text.
    const said = error instanceof Error ? error.message : String(error);
    const at = / at character (\d+)$/.exec(said);
    const place = at ? `, at character ${Number(at[1]) + 1} of it` : '';
    const what = said.replace(/ at character \d+$/, '');
    throw new ExpressionError(hint ?? `${what.charAt(0).toLowerCase()}${what.slice(1)}${place}`);
  }
}

jsep.addBinaryOp('or', 1);
jsep.addBinaryOp('and', 2);
jsep.addUnaryOp('not');

/** A longer one is no formula, and would nest deep. */
const MOST_CHARACTERS = 2000;

/** What people write from habit, and what is right here. */
const HINTS: readonly (readonly [pattern: RegExp, hint: string])[] = [
  [/(^|[^=!<>])=($|[^=])/, 'one = compares nothing: write =='],
  [/\bif\b[^?]*\belse\b/, 'write CONDITION ? VALUE : OTHER for "VALUE if CONDITION else OTHER"'],
  [/\/\//, 'write floor(a / b) for a // b'],
  [/\bin\b/, 'write a == 1 or a == 2 for "a in [1, 2]"'],
];
