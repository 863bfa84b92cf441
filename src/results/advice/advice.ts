import type { Json } from '../../core/json.js';
import type { Evidence } from './evidence.js';

/** What the evidence says to try next. */
export interface Advice {
  /** Name of the rule that found it. */
  readonly rule: string;
  /** What to do, in a few words. */
  readonly title: string;
  /** Why, with the figures. */
  readonly sentence: string;
  /** The same figures for a script. */
  readonly figures: Readonly<Record<string, Json>>;
  /** The paper or page that the rule stands on. */
  readonly source: string;
  /** `strong`: an interval or nearly every trial says so; `weak`: it fits what is seen. */
  readonly strength: 'strong' | 'moderate' | 'weak';
  /** How much the metric may gain, in its own units; null: that cannot be told. */
  readonly gain: number | null;
  /** What it changes in the sweep file; empty: it is not for a file. */
  readonly changes: readonly FileChange[];
}

/** A key of a sweep file, and what it becomes. */
export interface FileChange {
  readonly path: readonly string[];
  readonly value: Json;
}

/**
 * One reason to do something, and how it is found. Pure; null: the evidence does not say so, or there
 * is too little of it.
 */
export interface AdviceRule {
  readonly name: string;
  /** Named with every piece of its advice. */
  readonly source: string;
  advise(evidence: Evidence): Found | null;
}

/** What a rule finds; name and source are its own. */
export type Found = Omit<Advice, 'rule' | 'source'>;
