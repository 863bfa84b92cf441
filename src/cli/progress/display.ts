import { relative } from 'node:path';
import type { Observer } from '../../app/observer.js';
import type { CliContext } from '../context.js';
import type { NamedPlace } from '../parsing/place-of.js';
import { noteText } from '../render/note.js';
import { commandLine } from '../text/command-line.js';
import { plainly } from '../text/plainly.js';
import { roomText } from '../text/room.js';
import { createStyle } from '../text/style.js';
import { createScreen } from './screen.js';
import { showParts } from './show-parts.js';
import { showSweep } from './show-sweep.js';

/** Shows what a use case tells on stderr. `place`: for commands that are suggested. */
export function createDisplay(
  context: Pick<CliContext, 'cwd' | 'err' | 'now' | 'env'>,
  place: NamedPlace,
  screen = createScreen(context.err),
): Observer {
  const style = createStyle(context.err.colors);
  const here = {
    resume: (sweep: number) => commandLine(context, `resume ${sweep}`, place),
    near: (file: string) => relative(context.cwd, file),
  };
  return {
    onNote: (note) => screen.print(noteText(plainly(note), here, style)),
    onRoom: (room) => screen.print(roomText(room)),
    ...showParts(context, screen),
    ...showSweep(context, screen),
  };
}
