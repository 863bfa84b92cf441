import { count } from '../words/numbers.js';
import type { DataListing, ListedFile } from './data-listing.js';

/** What a person is told of how images changed, a clause each; none: nothing did. */
export function dataChanges(was: DataListing, now: DataListing): readonly string[] {
  const classes = classChanges(was.classNames, now.classNames);
  const before = new Map(was.files.map((file) => [keyOf(file), file]));
  const after = new Map(now.files.map((file) => [keyOf(file), file]));
  const gone = was.files.filter((file) => !after.has(keyOf(file)));
  const added = now.files.filter((file) => !before.has(keyOf(file)));
  const others = now.files.filter((file) => {
    const old = before.get(keyOf(file));
    return old !== undefined && (old.digest !== file.digest || old.className !== file.className);
  });
  const of = count(was.files.length, 'image');
  return [
    ...classes,
    ...(others.length > 0
      ? [`${others.length} of ${of} ${differ(others.length)}${example(others)}`]
      : []),
    ...(gone.length > 0
      ? [`${count(gone.length, 'image')} ${are(gone.length)} gone${example(gone)}`]
      : []),
    ...(added.length > 0
      ? [`${count(added.length, 'image')} ${are(added.length)} new${example(added)}`]
      : []),
  ];
}

/** The same of class names alone. */
export function classChanges(was: readonly string[], now: readonly string[]): readonly string[] {
  const [before, after] = [was, now].map((names) => new Set(names.map((name) => name.normalize())));
  const gone = was.filter((name) => !after!.has(name.normalize()));
  const added = now.filter((name) => !before!.has(name.normalize()));
  // Some systems and archives write é as e and an accent: nobody sees it in a name.
  const respelled = now.filter((name) => !was.includes(name) && before!.has(name.normalize()));
  const kept = was.filter((name) => now.includes(name));
  const inOrder = now.filter((name) => was.includes(name));
  return [
    ...(gone.length > 0 ? [`${named(gone)} ${are(gone.length)} gone`] : []),
    ...(added.length > 0 ? [`${named(added)} ${are(added.length)} new`] : []),
    ...(respelled.length > 0
      ? [`${named(respelled)} ${are(respelled.length)} written in another Unicode form`]
      : []),
    ...(kept.join('\n') === inOrder.join('\n') ? [] : ['the classes come in another order']),
  ];
}

/** Names told one by one; the rest is counted. */
const TOLD = 5;

function named(names: readonly string[]): string {
  const told = names.slice(0, TOLD).join(', ');
  const more = names.length > TOLD ? ` and ${names.length - TOLD} more` : '';
  return `${names.length === 1 ? 'class' : 'classes'} ${told}${more}`;
}

function example(files: readonly ListedFile[]): string {
  return ` (${files.length === 1 ? '' : 'such as '}${files[0]!.path})`;
}

function keyOf({ split, path }: ListedFile): string {
  return `${split} ${path}`;
}

function are(n: number): string {
  return n === 1 ? 'is' : 'are';
}

function differ(n: number): string {
  return n === 1 ? 'differs' : 'differ';
}
