import { ZodError } from 'zod';
import type { Params } from '../core/space.js';
import type { SweepSpec } from '../core/sweep.js';
import { recipeFor } from './recipe-for.js';

/** Whether a drawn point is one that a trial can use: what samplers ask before they propose it. */
export function allowsFor(spec: SweepSpec): (params: Params) => boolean {
  return (params) => {
    try {
      recipeFor(spec, params);
      return true;
    } catch (error) {
      if (error instanceof ZodError) return false;
      throw error;
    }
  };
}
