import { expect, test } from 'vitest';
import { UsageError } from '../../src/core/errors.js';
import { emptyFolder, openLab } from './lab.js';

const pictures = {
  trialImages: async (trial: string) => ({ trial }),
  async look(sweep: string): Promise<object> {
    if (sweep === '9') throw new UsageError('There is no sweep "9".');
    return { sweep };
  },
};

test('looks at images have addresses of their own, for who has the cookie', async () => {
  const lab = await openLab(emptyFolder(), { pictures });
  expect(JSON.parse((await lab.get('/api/trials/7/images')).text)).toEqual({ trial: '7' });
  expect(JSON.parse((await lab.get('/api/sweeps/3/look')).text)).toEqual({ sweep: '3' });
  expect((await lab.get('/api/trials/7/images', { cookie: '' })).status).toBe(401);
  expect((await lab.get('/api/trials/7/images', {}, 'POST')).status).toBe(405);
});

test('what is no id asks for nothing; what is not there is said', async () => {
  const lab = await openLab(emptyFolder(), { pictures });
  for (const id of ['0', '-1', '7e3', '..%2f7', '1234567890123456']) {
    expect((await lab.get(`/api/trials/${id}/images`)).status, id).toBe(404);
  }
  const missing = await lab.get('/api/sweeps/9/look');
  expect(missing.status).toBe(404);
  expect(JSON.parse(missing.text)).toEqual({ error: 'There is no sweep "9".' });
  expect(lab.faults).toEqual([]);
});
