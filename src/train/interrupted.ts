/** Thrown between two steps when a stop was asked for; caught at the edge of the task. */
export class Interrupted extends Error {}
