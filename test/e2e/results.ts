import { expect } from 'vitest';
import { type Finished, thaw } from './thaw.js';

export interface Row {
  readonly rank: number | null;
  readonly tied: boolean | null;
  readonly trial: number;
  readonly state: string;
  readonly value: number;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface Shown {
  readonly reports: readonly Readonly<Record<string, number>>[];
  readonly attempts: readonly { readonly state: string }[];
  readonly weights: string | null;
  readonly recipe: Readonly<Record<string, unknown>>;
}

/** What a command that succeeded printed. */
export function json<T>({ code, stdout, stderr }: Finished): T {
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as T;
}

export async function rowsOf(folder: string): Promise<readonly Row[]> {
  return json<{ rows: Row[] }>(await thaw(['leaderboard', '--format', 'json'], folder)).rows;
}

export async function shown(folder: string, trial: number): Promise<Shown> {
  return json<Shown>(await thaw(['show', String(trial), '--format', 'json'], folder));
}

/** What a trial learned, epoch by epoch, without what depends on the clock or the machine. */
export async function learned(folder: string, trial: number) {
  const { reports } = await shown(folder, trial);
  return reports.map(({ train_loss, train_accuracy, val_loss, val_accuracy, learning_rate }) => ({
    train_loss,
    train_accuracy,
    val_loss,
    val_accuracy,
    learning_rate,
  }));
}

/** A sweep file of the one trial that has these params; all else as in `sweep`. */
export function onlyTrial(sweep: string, params: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(params).map(([name, value]) => [name, { value }]);
  const parameters = JSON.stringify(Object.fromEntries(entries));
  return sweep.replace(/^parameters:[\s\S]*/m, `parameters: ${parameters}\n`);
}
