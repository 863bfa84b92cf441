/** The team of whoever names none. */
export const DEFAULT_TEAM = 'default';
