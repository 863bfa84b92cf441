import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** What is made once it is about to be seen, and stays. `height`: of what comes, about. */
export function Lazy({
  height,
  children,
}: {
  readonly height: number;
  readonly children: ComponentChildren;
}) {
  const holder = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (near || !holder.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setNear(true);
      },
      { rootMargin: '400px' },
    );
    observer.observe(holder.current);
    return () => observer.disconnect();
  }, [near]);
  return (
    <div ref={holder} style={near ? {} : { minHeight: height }}>
      {near && children}
    </div>
  );
}
