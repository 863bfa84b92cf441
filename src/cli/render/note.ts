import type { Note } from '../../app/observer.js';
import { formatIssue } from '../../core/errors.js';
import { count } from '../../core/words/numbers.js';
import type { Style } from '../text/style.js';

interface Here {
  /** The command line that goes on with a sweep. */
  resume(sweep: number): string;
  /** A file as the user would name it. */
  near(file: string): string;
}

/** A note as one line. */
export function noteText(note: Note, { resume, near }: Here, { yellow }: Style): string {
  switch (note.kind) {
    case 'message':
      return `Note: ${note.message}`;
    case 'warning':
      return `${yellow('Note:')} ${formatIssue(note.issue)}`;
    case 'skipped':
      return `Note: ${skippedText(note.images)}`;
    case 'upgraded': {
      const [file, backup] = [near(note.file), near(note.backup)];
      return `Note: ${file} was made by an older Thaw; it was brought up to date, and a copy as it was is kept at ${backup}.`;
    }
    case 'unfinished': {
      const { id, name, counts } = note.sweep;
      const left = counts.queued + counts.running;
      const waiting = left > 0 ? `, with ${count(left, 'trial')} to go` : '';
      return `Note: sweep ${id} (${name}) of this file is unfinished${waiting}. This run is a new sweep; \`${resume(id)}\` continues that one.`;
    }
  }
}

/** Most images that are named. */
const NAMED = 5;

function skippedText(images: readonly string[]): string {
  const rest = images.length > NAMED ? ', ...' : '';
  const names = images.slice(0, NAMED).join(', ');
  return `${count(images.length, 'image')} left out that cannot be read: ${names}${rest}`;
}
