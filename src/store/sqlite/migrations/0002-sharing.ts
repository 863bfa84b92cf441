/**
 * What an epoch would have taken alone, and the trial whose training it was, too. No foreign key:
 * both trials are of one sweep and go with it, and each deletion would search all reports.
 */
export const sharing = `
alter table reports add column solo_seconds real;
alter table reports add column shared_with integer;
`;
