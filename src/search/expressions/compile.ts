import { didYouMean } from '../../core/words/nearest-name.js';
import { ExpressionError } from './expression-error.js';
import { binaryOperators, functions, unaryOperators } from './operations.js';
import type { Node } from './parse-tree.js';
import type { Lookup, Scalar } from './scalar.js';

export type Value = (lookup: Lookup) => Scalar;

/**
 * A tree as a function of what its names stand for: numbers, texts, the operators and functions of
 * `operations.ts`, and `a ? b : c`. Nothing else of JavaScript has a meaning.
 *
 * @throws {ExpressionError} the tree holds something else.
 */
export function compile(tree: Node): {
  readonly value: Value;
  readonly names: readonly string[];
} {
  const names = new Set<string>();

  function read(node: Node): Value {
    switch (node.type) {
      case 'Literal':
        return literal(node.value, node.raw);
      case 'Identifier': {
        const { name } = node;
        if (Object.hasOwn(functions, name)) {
          throw new ExpressionError(`${name} is a function: write ${name}(...)`);
        }
        names.add(name);
        return (lookup) => lookup(name);
      }
      case 'UnaryExpression':
        return unary(node.operator, read(node.argument as Node));
      case 'BinaryExpression':
        return binary(node.operator, read(node.left as Node), read(node.right as Node));
      case 'ConditionalExpression': {
        const [test, yes, no] = [node.test, node.consequent, node.alternate].map((part) =>
          read(part as Node),
        );
        return (lookup) => {
          const holds = test!(lookup);
          if (holds === null) return null;
          if (typeof holds === 'boolean') return (holds ? yes! : no!)(lookup);
          throw new ExpressionError(`expected a comparison before ?, got ${JSON.stringify(holds)}`);
        };
      }
      case 'CallExpression':
        return call(node.callee as Node, (node.arguments as Node[]).map(read));
      case 'MemberExpression':
        throw new ExpressionError('a point has no meaning between names: options have none here');
      default:
        throw new ExpressionError(`expected numbers, names and operators${NOT[node.type] ?? ''}`);
    }
  }

  return { value: read(tree), names: [...names] };
}

const NOT: Readonly<Partial<Record<Node['type'], string>>> = {
  ArrayExpression: ', got a list',
  SequenceExpression: ', got several values',
  Compound: ', got several values',
};

function literal(value: unknown, raw: string): Value {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new ExpressionError(`${raw} is too large for a number`);
  }
  const isScalar = value === null || ['number', 'string', 'boolean'].includes(typeof value);
  if (!isScalar) throw new ExpressionError(`expected a number or a text, got ${raw}`);
  return () => value as Scalar;
}

function unary(operator: string, argument: Value): Value {
  const apply = unaryOperators[operator];
  if (!apply) throw unknownOperator(operator, Object.keys(unaryOperators));
  return (lookup) => apply(argument(lookup));
}

function binary(operator: string, left: Value, right: Value): Value {
  const apply = binaryOperators[operator];
  if (!apply) throw unknownOperator(operator, Object.keys(binaryOperators));
  return (lookup) => apply(left(lookup), () => right(lookup));
}

function call(callee: Node, values: readonly Value[]): Value {
  const name = callee.type === 'Identifier' ? callee.name : '';
  const known = Object.keys(functions);
  const def = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!def) {
    const near = didYouMean(name, known);
    throw new ExpressionError(
      `there is no function ${name}${near === '' ? `: expected ${known.join(', ')}` : near}`,
    );
  }
  const [least, most] = def.takes;
  if (values.length < least || values.length > most) {
    const wanted = least === most ? String(least) : `${least} or more`;
    throw new ExpressionError(`${name} takes ${wanted} values, got ${values.length}`);
  }
  return (lookup) => {
    const given = values.map((value) => value(lookup));
    if (given.includes(null)) return null;
    const numbers = given.filter((value) => typeof value === 'number');
    if (numbers.length === given.length) return def.of(...numbers);
    throw new ExpressionError(`${name} takes numbers, got ${given.map(shown).join(', ')}`);
  };
}

const shown = (value: Scalar) => JSON.stringify(value);

function unknownOperator(operator: string, known: readonly string[]): ExpressionError {
  const instead = INSTEAD[operator];
  const expected = instead === undefined ? `expected ${known.join(' ')}` : `write ${instead}`;
  return new ExpressionError(`${operator} has no meaning here: ${expected}`);
}

const INSTEAD: Readonly<Record<string, string>> = {
  ...{ '===': '==', '!==': '!=', '&': 'and', '|': 'or', '^': '** for powers', '~': 'not' },
  ...{ '??': 'a default is taken by itself where a parameter is left out' },
};
