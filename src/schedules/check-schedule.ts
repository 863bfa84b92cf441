import type { Choice } from '../core/json.js';
import { schedules } from './kinds/index.js';
import type { Outlook, ScheduleNote } from './schedule.js';
import { scheduleSchema } from './schedule-options.js';

/** What of the schedule that `choice` names does nothing, or the opposite, over such trials. */
export function checkSchedule(choice: Choice, outlook: Outlook): readonly ScheduleNote[] {
  const { type, ...options } = choice;
  const def = schedules[type]!;
  return def.check?.(scheduleSchema(def).parse(options), outlook) ?? [];
}
