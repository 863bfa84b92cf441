import { z } from 'zod';
import type { Choice } from '../../core/json.js';

/** What a registry must tell of an entry for a file to be able to choose it. */
export interface Choosable {
  readonly options: z.ZodObject;
}

/**
 * A choice from a registry: a bare name, or `{ type: name, ...options }`; gives the options
 * resolved. Options that a name leaves out take their defaults. `id` names it in the JSON Schema.
 */
export function choiceSchema(id: string, registry: Readonly<Record<string, Choosable>>) {
  const names = Object.keys(registry);
  const branches = Object.entries(registry).map(([type, { options }]) =>
    options.strict().safeExtend({ type: z.literal(type) }),
  ) as unknown as readonly [TypedOptions, ...TypedOptions[]];
  const byType = z.discriminatedUnion('type', branches) as z.ZodType<object, { type: string }>;
  const byName = z
    .enum(names)
    .transform((type) => ({ type }))
    .pipe(byType);
  return z.union([byName, byType]).transform(typeFirst).meta({ id });
}

type TypedOptions = z.ZodObject<{ type: z.ZodLiteral<string> }, z.core.$strict>;

function typeFirst(value: object): Choice {
  const { type, ...options } = value as Choice;
  return { type, ...options };
}
