import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { placeFile, placeOf } from '../../src/sweep/snapshots/cohort-files.js';
import { createPlaceMark } from '../../src/worker/tasks/place-mark.js';

test('a trial that trains has a place, and one that waits for a verdict or a disk has none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-place-'));
  const mark = createPlaceMark(placeFile(folder, '1-a'), true);
  const place = () => placeOf(folder, '1-a');
  expect(place()).toBeNull();
  mark.next();
  mark.next();
  expect(place()).toBe('start+1');
  mark.at(0, 2);
  mark.next();
  expect(place()).toBe('0.2+1');
  mark.rest();
  expect(place()).toBeNull();
  mark.next();
  expect(place()).toBe('0.2+2');
  mark.close();
  expect(place()).toBeNull();
  rmSync(folder, { recursive: true });
});

test('of trials that train together the step is the place, whichever of them takes it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-place-'));
  const mark = createPlaceMark(placeFile(folder, '1-a'), false);
  mark.next();
  mark.next();
  mark.next();
  expect(placeOf(folder, '1-a')).toBe('start+2');
  mark.at(1, 4);
  mark.next();
  mark.next();
  expect(placeOf(folder, '1-a')).toBe('1.4');
  mark.rest();
  expect(placeOf(folder, '1-a')).toBeNull();
  mark.next();
  expect(placeOf(folder, '1-a')).toBe('1.4');
  mark.close();
  rmSync(folder, { recursive: true });
});
