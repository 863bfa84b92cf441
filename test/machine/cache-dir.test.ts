import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheDir } from '../../src/machine/cache-dir.js';

describe('the cache folder', () => {
  const home = '/home/ada';

  it('is what THAW_CACHE says, before all else, made absolute', () => {
    const env = { THAW_CACHE: 'here', XDG_CACHE_HOME: '/xdg', LOCALAPPDATA: '/local' };
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      expect(cacheDir(env, platform, home)).toBe(resolve('here'));
    }
  });

  it('is under XDG_CACHE_HOME, if that is absolute', () => {
    expect(cacheDir({ XDG_CACHE_HOME: '/xdg' }, 'linux', home)).toBe(join('/xdg', 'thaw'));
    expect(cacheDir({ XDG_CACHE_HOME: 'xdg' }, 'linux', home)).toBe(join(home, '.cache', 'thaw'));
    expect(cacheDir({ XDG_CACHE_HOME: '' }, 'linux', home)).toBe(join(home, '.cache', 'thaw'));
  });

  it("is the platform's own place otherwise", () => {
    expect(cacheDir({}, 'linux', home)).toBe(join(home, '.cache', 'thaw'));
    expect(cacheDir({}, 'darwin', home)).toBe(join(home, 'Library', 'Caches', 'thaw'));
    expect(cacheDir({ LOCALAPPDATA: '/local' }, 'win32', home)).toBe(
      join('/local', 'thaw', 'Cache'),
    );
    expect(cacheDir({}, 'win32', home)).toBe(join(home, 'AppData', 'Local', 'thaw', 'Cache'));
  });
});
