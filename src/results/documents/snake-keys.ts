/** The same data with keys as JSON outputs spell them: `learningRate` becomes `learning_rate`. */
export type SnakeKeys<Data> = Data extends readonly (infer Item)[]
  ? readonly SnakeKeys<Item>[]
  : Data extends object
    ? { readonly [Key in keyof Data as Snake<Key>]: SnakeKeys<Data[Key]> }
    : Data;

/** Names of options that are none of ours (`T_max`) stay as they are. */
type Snake<Key> = Key extends `${Uppercase<string>}_${string}` ? Key : Words<Key>;

type Words<Key> = Key extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${Words<Rest>}`
  : Key;

/**
 * The data with the keys of our own code respelled. What a sweep file names keeps its name: options
 * of schedules are PyTorch's (`T_max`), which no key of ours looks like.
 */
export function snakeKeys<Data>(data: Data): SnakeKeys<Data> {
  return respelled(data) as SnakeKeys<Data>;
}

function respelled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(respelled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      OURS.test(key) ? key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : key,
      respelled(item),
    ]),
  );
}

/** In camel case, as all names of our code. */
const OURS = /^[a-z][a-zA-Z0-9]*$/;
