/** Milliseconds since 1970 by the server's clock, whichever machine asks, as an expression of SQL. */
export const NOW_MS = '(extract(epoch from clock_timestamp()) * 1000)::bigint';
