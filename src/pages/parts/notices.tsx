import type { ComponentChildren } from 'preact';
import type { Answer } from '../data/follow.js';

/** Why there is nothing to see, and what would be here. */
export function Empty({ children }: { readonly children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}

/** What went wrong, and what to do. */
export function Problem({ text }: { readonly text: string }) {
  return (
    <p class="problem" role="alert">
      {text}
    </p>
  );
}

/** An answer that is still on its way, has failed, or is here. */
export function Awaited<T>({
  answer,
  children,
}: {
  readonly answer: Answer<T>;
  readonly children: (data: T) => ComponentChildren;
}) {
  const { data, problem } = answer;
  return (
    <>
      {problem !== null && <Problem text={problem} />}
      {data !== null ? children(data) : problem === null && <p class="waiting">Reading…</p>}
    </>
  );
}

/** Neither here nor failed. */
export function isAwaited({ data, problem }: Answer<unknown>): boolean {
  return data === null && problem === null;
}
