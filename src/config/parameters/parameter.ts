import type { z } from 'zod';
import type { Choice, Json } from '../../core/json.js';
import type { NetworkDef } from '../../networks/network.js';

/** What a file says that a parameter's values can refer to. */
export interface FileContext {
  /** Augmentation sets by name, built-in ones included. */
  readonly augmentations: Readonly<Record<string, readonly Choice[]>>;
  /** The network that trains; all there are where that is not known. */
  readonly networks: readonly NetworkDef[];
}

/** What a trial takes for parameters its file leaves out. */
export interface Defaults {
  readonly epochs: number;
  readonly imageSize: number;
}

/**
 * A parameter that a trial understands: what the sweep file's schema, its checks, its documentation
 * and the recipe know of it.
 */
export interface ParameterDef<Schema extends z.ZodType = z.ZodType> {
  /** One line of documentation. */
  readonly summary: string;
  /** The value of a file that leaves the parameter out, as the file would spell it. */
  readonly fallback: Json | ((defaults: Defaults) => Json);
  /** The fallback in words, where it is not a plain value. */
  readonly fallbackText?: string;
  /** Which ranges can give values; `none`: only `value` and `values`. */
  readonly range: 'real' | 'whole' | 'none';
  /** One value: as the file spells it, to what the recipe holds. See `schemaOf`. */
  readonly schema: Schema | ((context: FileContext) => Schema);
}

/** Keeps the type of what `schema` makes. */
export function defineParameter<Schema extends z.ZodType>(
  def: ParameterDef<Schema>,
): ParameterDef<Schema> {
  return def;
}

/** The schema of one value of a parameter, in a file that says `context`. */
export function schemaOf<Schema extends z.ZodType>(
  { schema }: ParameterDef<Schema>,
  context: FileContext,
): Schema {
  return typeof schema === 'function' ? schema(context) : schema;
}

/** The file's value of a parameter that it leaves out. */
export function fallbackOf(def: ParameterDef, defaults: Defaults): Json {
  return typeof def.fallback === 'function' ? def.fallback(defaults) : def.fallback;
}

/** The default as documentation gives it. */
export function defaultText(def: ParameterDef): string {
  if (def.fallbackText !== undefined) return def.fallbackText;
  return typeof def.fallback === 'string' ? def.fallback : JSON.stringify(def.fallback);
}
