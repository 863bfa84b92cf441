import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** A holder to put on an element, and the pixels that it is wide; null: not laid out yet. */
export function useWidth() {
  const holder = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState<number | null>(null);
  useLayoutEffect(() => {
    const { current } = holder;
    if (!current) return;
    const measure = () => setWidth(Math.max(NARROWEST, Math.floor(current.clientWidth)));
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    measure();
    return () => observer.disconnect();
  }, []);
  return [holder, width] as const;
}

const NARROWEST = 200;
