import type { ComponentChildren } from 'preact';

/** What may be wider than the page, and then scrolls by itself, by keys too. */
export function Scrolled({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ComponentChildren;
}) {
  return (
    <section class="table-box" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
