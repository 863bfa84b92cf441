/** What `pythonJson` writes. Undefined: the key is left out. */
export type PythonJson =
  | null
  | boolean
  | number
  | string
  | readonly PythonJson[]
  | { readonly [key: string]: PythonJson | undefined };

/** JSON as Python's `json` writes and reads it: NaN and the infinities are numbers, too. */
export function pythonJson(value: PythonJson): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0.0' : String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(pythonJson).join(',')}]`;
  const entries = Object.entries(value).flatMap(([key, each]) =>
    each === undefined ? [] : [`${JSON.stringify(key)}:${pythonJson(each)}`],
  );
  return `{${entries.join(',')}}`;
}

function isList(value: object): value is readonly PythonJson[] {
  return Array.isArray(value);
}
