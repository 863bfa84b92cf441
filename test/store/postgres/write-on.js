// Takes a sweep and adds events to it without end, telling of each: a process for tests to halt.
import { openStore } from '../../../dist/store/postgres/postgres-store.js';

const [place, id] = process.argv.slice(2);
const sweepId = Number(id);
const store = await openStore(place, { beatMs: 100 });
try {
  await store.queue.lock(sweepId);
  for (;;) {
    await store.log.addEvent({ sweepId, trialId: null, kind: 'note', message: 'still here' });
    console.log('written');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
} catch (error) {
  console.log(error.message);
} finally {
  await store.close();
}
