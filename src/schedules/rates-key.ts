/** Steps with equal keys change equal weights equally. */
export function ratesKey({ lr, momentum }: { readonly lr: number; readonly momentum?: number }) {
  return momentum === undefined ? `${lr}` : `${lr}/${momentum}`;
}
