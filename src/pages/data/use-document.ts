import { useEffect, useMemo, useState } from 'preact/hooks';
import { type Asked, addressOf, type Loadable, lastDocument, load } from './documents.js';
import { type Answer, follow } from './follow.js';

/**
 * A document, kept up to date while its sweep changes: what is there stays until what follows it has
 * come. `name` null: none is wanted.
 */
export function useDocument<Name extends keyof Loadable>(
  name: Name | null,
  asked: Asked,
): Answer<Loadable[Name]> {
  const address = name === null ? null : addressOf(name, asked);
  const [known, setKnown] = useState<Known<Loadable[Name]>>(NOTHING);
  useEffect(() => {
    if (name === null || address === null) return;
    const ask = (signal: AbortSignal) => load(name, asked, signal);
    return follow(asked.sweep ?? null, ask, (answer) => {
      setKnown((before) => {
        const data = before.address === address ? before.data : lastDocument(name, asked);
        return { data, problem: null, ...answer, address };
      });
    });
  }, [address]);
  // What was asked for before is there at once, as on the way back.
  const before = useMemo(() => (name === null ? null : lastDocument(name, asked)), [address]);
  return known.address === address ? known : { data: before, problem: null };
}

interface Known<T> extends Answer<T> {
  readonly address: string | null;
}

const NOTHING = { data: null, problem: null, address: null };
