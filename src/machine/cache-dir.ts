import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { expandHome } from './expand-path.js';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Folder that keeps what was fetched or decoded once: `THAW_CACHE` if set, else `thaw` in the
 * user's cache folder as the platform has it (XDG_CACHE_HOME or ~/.cache; ~/Library/Caches on
 * macOS; %LOCALAPPDATA%\thaw\Cache on Windows). Absolute; may not exist yet.
 */
export function cacheDir(
  env: Env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  // A file of settings gives the ~ as it is.
  if (env.THAW_CACHE) return resolve(expandHome(env.THAW_CACHE, home));
  // XDG's rule: a relative path is invalid and ignored.
  if (env.XDG_CACHE_HOME?.startsWith('/')) return join(env.XDG_CACHE_HOME, 'thaw');
  if (platform === 'win32') {
    return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'thaw', 'Cache');
  }
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'thaw');
  return join(home, '.cache', 'thaw');
}
