import { useEffect, useRef } from 'preact/hooks';
import { Empty } from '../parts/notices.js';
import { path } from '../router.js';
import { currentSweep } from './current-sweep.js';
import { Footer } from './footer.js';
import { Header } from './header.js';
import { Help } from './help.js';
import { matchView } from './match-view.js';

/** The frame around every page. */
export function App() {
  const matched = matchView(path.value);
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  const title = matched?.view.title ?? 'Nothing here';
  const sweep = matched?.sweep ?? null;
  useEffect(() => {
    if (sweep !== null || matched?.view.path === '/') currentSweep.value = sweep;
    // Who goes to another page by a link is told that it is one, by where the focus is.
    if (!isFirst.current) main.current?.focus();
    isFirst.current = false;
  }, [path.value]);
  const View = matched?.view.component;
  return (
    <>
      <a class="skip" href="#main">
        To the page’s content
      </a>
      <Header />
      <main id="main" ref={main} tabIndex={-1} aria-label={title}>
        {View ? (
          <View key={path.value} id={matched.id} />
        ) : (
          <Empty>
            There is no page at this address. <a href="/">All sweeps</a>
          </Empty>
        )}
      </main>
      <Footer />
      <Help />
    </>
  );
}
