import { useEffect, useState } from 'preact/hooks';
import { type Asked, addressOf, type Loadable, load } from '../../data/documents.js';
import { type Answer, follow } from '../../data/follow.js';

/**
 * Documents of one kind, in the order in which they are asked for; anew whenever the sweep changes
 * (null: never). What is there stays until what follows it has come.
 */
export function useAll<Name extends keyof Loadable>(
  name: Name,
  asked: readonly Asked[],
  sweep: number | null,
): Answer<readonly Loadable[Name][]> {
  const key = asked.map((each) => addressOf(name, each)).join(' ');
  const [known, setKnown] = useState<Answer<readonly Loadable[Name][]>>(NOTHING);
  useEffect(() => {
    setKnown(NOTHING);
    const ask = (signal: AbortSignal) => Promise.all(asked.map((each) => load(name, each, signal)));
    return follow(sweep, ask, (answer) => {
      setKnown((before) => ({ ...before, problem: null, ...answer }));
    });
  }, [key, sweep]);
  return known;
}

const NOTHING = { data: null, problem: null };
