/**
 * What a step may be: a forward pass; training of the last stage, of all layers, or of a head alone
 * (fc; layer4 and fc) over features that are at hand.
 */
const TASKS = /** @type {const} */ (['forward', 'last', 'full', 'fc', 'layer4']);

/** @typedef {typeof TASKS[number]} Task */

/**
 * The task of that name.
 *
 * @param {string} name
 */
export function taskOf(name) {
  const task = TASKS.find((known) => known === name);
  if (task) return task;
  throw new Error(`No task ${name}. Expected one of ${TASKS.join(', ')}.`);
}
