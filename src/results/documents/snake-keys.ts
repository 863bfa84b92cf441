/** The same data with keys as JSON outputs spell them: `learningRate` becomes `learning_rate`. */
export type SnakeKeys<Data> = Data extends readonly (infer Item)[]
  ? readonly SnakeKeys<Item>[]
  : Data extends object
    ? { readonly [Key in keyof Data as Snake<Key>]: SnakeKeys<Data[Key]> }
    : Data;

type Snake<Key> = Key extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${Snake<Rest>}`
  : Key;

export function snakeKeys<Data>(data: Data): SnakeKeys<Data> {
  return respelled(data) as SnakeKeys<Data>;
}

function respelled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(respelled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      respelled(item),
    ]),
  );
}
