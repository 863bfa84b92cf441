/** What samplers that look need to know of a sweep, and what tells trials apart. */
export const search = `
update sweeps
set spec = json_insert(
  spec,
  '$.objectives', json_array(json_extract(spec, '$.metric')),
  '$.constraints', json('[]'),
  '$.points', json('[]'),
  '$.warmStart', null,
  '$.repeats', json('{"n":1,"top":null}'),
  '$.sharing', 'prefer'
)
where json_valid(spec) and json_type(spec) = 'object';

alter table reports add column rights blob;
`;
