/** Rows of a table unless told otherwise; JSON and CSV then hold all. */
export const TABLE_ROWS = 10;
