/** A cursor over the events of one sweep among many reads the new ones and no others. */
export const eventsCursor = `
create index events_by_cursor on events (sweep_id, id);
`;
