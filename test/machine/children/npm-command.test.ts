import { afterEach, describe, expect, test, vi } from 'vitest';
import { npmCommand } from '../../../src/machine/children/npm-command.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('npm is started as', () => {
  test('the npm that runs this program, by the Node that runs it', () => {
    vi.stubEnv('npm_execpath', '/lib/npm/bin/npm-cli.js');
    expect(npmCommand(['pack', 'left-pad'])).toEqual({
      command: process.execPath,
      args: ['/lib/npm/bin/npm-cli.js', 'pack', 'left-pad'],
      shell: false,
    });
  });

  test('the npm beside npx, where npx runs this program', () => {
    vi.stubEnv('npm_execpath', '/lib/npm/bin/npx-cli.js');
    expect(npmCommand(['pack']).args).toEqual(['/lib/npm/bin/npm-cli.js', 'pack']);
  });

  test.skipIf(process.platform === 'win32')('the one on the path, under another manager', () => {
    vi.stubEnv('npm_execpath', '/lib/pnpm/bin/pnpm.cjs');
    expect(npmCommand(['pack'])).toEqual({ command: 'npm', args: ['pack'], shell: false });
  });
});
