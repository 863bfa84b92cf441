import type { z } from 'zod';
import { numberHint } from './describe-value.js';
import { explain } from './explain.js';
import type { Findings, Path } from './findings.js';

/**
 * The value that `schema` makes of `value`, or undefined after every mistake in it was noted, each
 * at its own place under `path`.
 */
export function check<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  path: Path,
  findings: Pick<Findings, 'error'>,
): z.output<Schema> | undefined {
  const result = schema.safeParse(value, { error: explain });
  if (result.success) return result.data;
  for (const mistake of flatten(result.error.issues, value)) {
    findings.error([...path, ...mistake.path], mistake.message, mistake.key ? 'key' : 'value');
  }
  return undefined;
}

interface Mistake {
  readonly path: Path;
  readonly message: string;
  /** The key itself is what is wrong. */
  readonly key?: boolean;
}

function flatten(issues: readonly z.core.$ZodIssue[], root: unknown): readonly Mistake[] {
  return issues.flatMap((issue): readonly Mistake[] => {
    const path = issue.path as Path;
    if (issue.code === 'unrecognized_keys') {
      const lines = issue.message.split('\n');
      return issue.keys.map((key, i) => ({ path: [...path, key], message: lines[i]!, key: true }));
    }
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const value = at(root, path);
      return closest(issue.errors, value).map((mistake) => ({
        ...mistake,
        path: [...path, ...mistake.path],
      }));
    }
    return [{ path, message: issue.message }];
  });
}

/** Of a union's branches the one that was meant: the one whose kind of value it is. */
function closest(
  branches: readonly (readonly z.core.$ZodIssue[])[],
  value: unknown,
): readonly Mistake[] {
  const meant = branches.filter((issues) => !issues.some((issue) => isOtherKind(issue, value)));
  // A quoted number may have been meant for a name as well as for a number.
  if (meant.length === 1 && numberHint(value) === '') return flatten(meant[0]!, value);
  const candidates = (meant.length > 1 ? meant : branches).map((issues) => flatten(issues, value));
  const deeper = candidates.find((mistakes) => mistakes.every(({ path }) => path.length > 0));
  return deeper ?? [{ path: [], message: either(candidates) }];
}

function isOtherKind(issue: z.core.$ZodIssue, value: unknown): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === 'invalid_type') {
    return !(
      typeof value === 'number' &&
      (issue.expected === 'int' || issue.expected === 'number')
    );
  }
  if (issue.code === 'invalid_union') {
    return issue.errors.every((issues) => issues.some((inner) => isOtherKind(inner, value)));
  }
  return issue.code === 'invalid_value' && typeof issue.values[0] !== typeof value;
}

/** `expected A or B, got X` of several mistakes about the same value. */
function either(candidates: readonly (readonly Mistake[])[]): string {
  const parts = candidates.map((mistakes) =>
    /^expected (.*?), got (.*)$/s.exec(mistakes[0]!.message),
  );
  const whole = parts.filter((part) => part !== null);
  if (whole.length === 0) return candidates[0]![0]!.message;
  // The longest of the endings holds the hint, if one of them has one.
  const got = whole.map((part) => part[2]!).sort((a, b) => b.length - a.length)[0]!;
  return `expected ${[...new Set(whole.map((part) => part[1]!))].join(', or ')}, got ${got}`;
}

function at(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Readonly<Record<string | number, unknown>> | undefined)?.[key],
    root,
  );
}
