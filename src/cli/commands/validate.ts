import { ConfigError, EXIT, type Issue } from '../../core/errors.js';
import type { SweepSpec } from '../../core/sweep.js';
import { plain } from '../../core/words/plain.js';
import { sweepSize } from '../../sweep/sweep-result.js';
import { defineCommand } from '../parsing/command.js';
import { loadWithFlags, SWEEP_FLAGS } from '../parsing/sweep-flags.js';
import { renderCsv } from '../render/csv.js';
import { renderJson } from '../render/json.js';
import { count, grouped } from '../render/units.js';

export const validateCommand = defineCommand({
  usage: 'validate <file>',
  summary: 'Check a sweep file: every mistake at once, each with its line',
  positionals: {
    file: { type: 'string', demandOption: true, describe: 'Sweep file (YAML)' },
  },
  flags: SWEEP_FLAGS,
  examples: [['validate my.yaml', 'Exit code 0 if all is well, 2 if not']],
  async run(args, context) {
    const { out } = context;
    try {
      const { spec, warnings } = loadWithFlags(context, args);
      const trials = sweepSize(spec);
      if (args.format === 'json') {
        out.write(renderJson(validityJson(args.file, { name: spec.name, trials, warnings })));
      } else if (args.format === 'csv') out.write(issuesCsv([], warnings));
      else out.write(validText(args.file, spec, trials));
    } catch (error) {
      if (!(error instanceof ConfigError) || args.format === 'table') throw error;
      if (args.format === 'json') out.write(renderJson(invalidityJson(args.file, error.issues)));
      else out.write(issuesCsv(error.issues, []));
      return EXIT.input;
    }
  },
});

/**
 * `{file, valid, sweep, trials, issues: [{line, column, path, message}], warnings: [the same]}`:
 * `sweep` (the name) and `trials` are null for a file with mistakes, line and column where no place
 * can be named.
 */
export function validityJson(
  file: string,
  {
    name,
    trials,
    warnings,
  }: {
    readonly name: string;
    readonly trials: number | null;
    readonly warnings: readonly Issue[];
  },
) {
  return { file, valid: true, sweep: name, trials, issues: [], warnings: warnings.map(issueJson) };
}

function invalidityJson(file: string, issues: readonly Issue[]) {
  const nothing = { sweep: null, trials: null };
  return { file, valid: false, ...nothing, issues: issues.map(issueJson), warnings: [] };
}

function issueJson({ line, column, path, message }: Issue) {
  return { line: line ?? null, column: column ?? null, path, message };
}

function issuesCsv(issues: readonly Issue[], warnings: readonly Issue[]): string {
  const row = (kind: string) => (issue: Issue) => {
    const { line, column, path, message } = issueJson(issue);
    return [kind, line, column, path, message];
  };
  return renderCsv(
    ['kind', 'line', 'column', 'path', 'message'],
    [...issues.map(row('issue')), ...warnings.map(row('warning'))],
  );
}

function validText(file: string, spec: SweepSpec, trials: number | null): string {
  const { data, model, metric } = spec;
  const often = trials === null ? 'trials without end' : count(trials, 'trial');
  return [
    `${plain(file)} is valid: ${plain(spec.name)}, ${often} by ${spec.method.type}, ranked by ${metric.name} (${metric.goal})`,
    `${grouped(data.train)} images of ${plain(data.source)} to train, ${grouped(data.val)} to validate, weights ${plain(model.weights)}`,
    '',
  ].join('\n');
}
