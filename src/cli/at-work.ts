import type { Observer } from '../app/observer.js';
import type { World } from '../app/world.js';
import type { CliContext } from './context.js';
import { watchInterrupts } from './interrupts.js';
import type { NamedPlace } from './parsing/place-of.js';
import { createDisplay } from './progress/display.js';
import { createScreen, type Screen } from './progress/screen.js';

/**
 * Runs a use case that takes its time: shows what it tells, and lets Ctrl-C stop it. `notice` is
 * what the user reads then.
 */
export async function atWork<Result>(
  context: CliContext,
  {
    notice,
    place,
  }: {
    readonly notice: string | (() => string);
    readonly place: NamedPlace;
  },
  work: (world: World, observer: Observer, screen: Screen) => Promise<Result>,
): Promise<Result> {
  const screen = createScreen(context.err);
  const { close, ...interrupts } = watchInterrupts(context, () =>
    screen.print(typeof notice === 'string' ? notice : notice()),
  );
  const { env, worker, cores, now } = context;
  try {
    return await work(
      {
        env,
        worker,
        cores,
        now,
        place,
        ...interrupts,
        silenced: context.err.lost,
      },
      createDisplay(context, place, screen),
      screen,
    );
  } finally {
    screen.show(null);
    close();
  }
}
