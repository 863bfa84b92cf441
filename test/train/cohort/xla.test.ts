import { expect, test } from 'vitest';
import type { Params } from '../../../src/core/space.js';
import { describePrograms } from '../../golden/programs.js';
import { openLab } from './lab.js';

const FIXED = { batch_size: 3, image_size: 32, epochs: 2, learning_rate: 1e-3 };

describePrograms('a cohort that XLA compiles', ['xla'], (load) => {
  test('compiles few programs, each once, tells of them, and trains each trial as alone', async () => {
    const { programs, ...engine } = await load();
    const titles: string[] = [];
    programs.listen({ compiling: (title) => titles.push(title), fallback: expect.unreachable });
    const lab = await openLab({ ...engine, programs }, { train: 6, val: 2 });
    const fc: Params = { ...FIXED, augmentation: 'none', unfrozen_layers: 'fc' };
    const params = [fc, { ...fc, learning_rate: 1e-4 }, { ...fc, unfrozen_layers: 'layer4.2' }];
    const { trials } = await lab.train(params);
    expect([...titles].sort()).toEqual([
      'frozen layers',
      ...['training step', 'training step'],
      ...['validation', 'validation'],
    ]);
    expect(programs.compiled().programs).toBe(titles.length);
    expect(programs.compiled().seconds).toBeGreaterThan(0);
    for (const [t, each] of params.entries()) {
      expect((await lab.train([each])).trials[0]).toEqual(trials[t]);
    }
    // Frozen layers that are left at one place only, of each.
    expect(titles.slice(5)).toEqual(['frozen layers', 'frozen layers']);
    lab.close();
  });
});
