// Prints what vitest's JSON report says as one line; exits with 1 unless tests ran and all passed.

import { readFileSync } from 'node:fs';

const report = read(process.argv[2]);
const passed = report?.numPassedTests ?? 0;
const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
// A file that does not load fails without a test in it; no report at all is a failure too.
const broken = (report?.testResults ?? []).filter(
  ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
).length;
const failed = report === null ? 1 : report.numFailedTests + broken;

console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = passed > 0 && failed === 0 && report.success ? 0 : 1;

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
