import { useEffect, useRef, useState } from 'preact/hooks';
import { navigate } from '../../router.js';
import { mainRows } from './main-rows.js';

type Key = number | string;

export interface RowKeys {
  /** Keys of the rows, in order, groups' lines included as null. */
  readonly keys: readonly (Key | null)[];
  readonly hrefOf: ((key: Key) => string | undefined) | undefined;
  readonly onSelect: ((key: Key) => void) | undefined;
  /** Brings a row into view, so that it is made. */
  readonly reveal: (at: number) => void;
}

/** Lets keys walk the rows of the page's main table; gives the key of the row that they are on. */
export function useRows(isMain: boolean, rows: RowKeys): Key | null {
  const [current, setCurrent] = useState<Key | null>(null);
  const latest = useRef({ ...rows, current });
  latest.current = { ...rows, current };
  useEffect(() => {
    if (!isMain) return;
    const own = {
      move(by: number) {
        const { keys, current: key, reveal } = latest.current;
        const at = nextRow(keys, key === null ? -1 : keys.indexOf(key), by);
        if (at < 0) return false;
        setCurrent(keys[at] ?? null);
        reveal(at);
        return true;
      },
      open() {
        const { current: key, hrefOf, keys } = latest.current;
        const href = key !== null && keys.includes(key) ? hrefOf?.(key) : undefined;
        if (href === undefined || isControl(document.activeElement)) return false;
        navigate(href);
        return true;
      },
      select() {
        const { current: key, onSelect, keys } = latest.current;
        if (key === null || !onSelect || !keys.includes(key)) return false;
        onSelect(key);
        return true;
      },
    };
    mainRows.value = own;
    return () => {
      if (mainRows.peek() === own) mainRows.value = null;
    };
  }, [isMain]);
  return current;
}

/** The next row that is no group's line; -1: there is none. From -1 downward it is the first. */
function nextRow(keys: readonly (Key | null)[], from: number, by: number): number {
  for (let at = from < 0 && by < 0 ? keys.length - 1 : from + by; at in keys; at += by) {
    if (keys[at] !== null) return at;
  }
  return -1;
}

/** Enter on these is theirs; a dialog that has closed keeps the focus for a moment. */
function isControl(element: Element | null): boolean {
  if (element === null || !element.checkVisibility()) return false;
  return ['A', 'BUTTON', 'SUMMARY'].includes(element.tagName);
}
