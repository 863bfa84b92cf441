import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/**
 * What is made once it is about to be seen, and stays; it is told whether it is near enough to be worth
 * its work. `height`: of what comes, about.
 */
export function Lazy({
  height,
  children,
}: {
  readonly height: number;
  readonly children: (isNear: boolean) => ComponentChildren;
}) {
  const holder = useRef<HTMLDivElement>(null);
  const wasNear = useRef(false);
  const [isNear, setNear] = useState(false);
  wasNear.current ||= isNear;
  useEffect(() => {
    if (!holder.current) return;
    const observer = new IntersectionObserver(
      (entries) => setNear(entries.at(-1)?.isIntersecting ?? false),
      { rootMargin: '400px' },
    );
    observer.observe(holder.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={holder} style={wasNear.current ? {} : { minHeight: height }}>
      {wasNear.current && children(isNear)}
    </div>
  );
}
