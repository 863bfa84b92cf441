/**
 * Sweeps from before take the defaults of keys that came later; what they have stays as it is
 * written.
 */
export const laterKeys = `
update sweeps
set spec = json_insert(
  spec,
  '$.checkpoint', json('{"epochs":true,"everyMs":600000,"maxBytes":null}'),
  '$.retries', 2,
  '$.budget.onWall', 'stop',
  '$.budget.onTrial', 'stop',
  '$.budget.diskBytes', null,
  '$.budget.onDisk', 'stop'
);
`;
