import { views } from '../views/index.js';
import type { ViewDef } from '../views/view-def.js';

export interface Matched {
  readonly view: ViewDef;
  readonly id: number;
  /** Null: its address does not say. */
  readonly sweep: number | null;
}

/** The page of an address; null: there is none. */
export function matchView(path: string): Matched | null {
  for (const view of views) {
    const pattern = view.path.replace(/:\w+/, '([1-9]\\d{0,14})');
    const found = new RegExp(`^${pattern}/?$`).exec(path);
    if (!found) continue;
    const id = Number(found[1] ?? 0);
    return { view, id, sweep: view.path.includes(':sweep') ? id : null };
  }
  return null;
}

/** The pages of one sweep, with their addresses. */
export function sweepPages(sweep: number): readonly (ViewDef & { readonly href: string })[] {
  return views
    .filter(({ path }) => path.includes(':sweep'))
    .map((view) => ({ ...view, href: view.path.replace(':sweep', String(sweep)) }));
}
