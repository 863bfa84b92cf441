import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fakeContext, freshFolder, thaw } from '../fake-context.js';

const SERVER = '--server http://127.0.0.1:9';
const TOKEN = 'thaw_0123456789abcdef';

test.each([
  ['agent', '`thaw agent` needs --server.\n`thaw agent --help` lists them all.'],
  ['agent --server nowhere', '--server expects the address of a gateway'],
  ['agent --server http://gw.example', 'is not encrypted'],
  [`agent ${SERVER} --drain-on KILL`, '--drain-on expects one of USR1, USR2; not "KILL".'],
  [`agent ${SERVER} --max-lifetime 4`, '--max-lifetime: expected a length of time such as 90s'],
  [`agent ${SERVER} --max-lifetime 30s`, '--max-lifetime expects at least 1m'],
  [`agent ${SERVER} --idle-exit soon`, '--idle-exit: expected a length of time'],
  [`agent ${SERVER} --memory much`, '--memory: expected an amount of memory'],
  [`agent ${SERVER} --cores 0`, '--cores expects a whole number from 1'],
  [`agent ${SERVER} --workers none`, '--workers expects a whole number from 1, or auto'],
  [`agent ${SERVER} --devices gpu`, '--devices expects auto, none, or a list'],
  [`agent ${SERVER} --format csv`, 'tells what happens as lines, or as json'],
  [`agent ${SERVER} --token-file nowhere`, 'The file of the token cannot be read: ENOENT'],
])('`thaw %s` is told in plain words, with exit code 2', async (line, message) => {
  const context = fakeContext({ env: { THAW_TOKEN: TOKEN } });
  const { code, stdout, stderr } = await thaw(line, context);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(stderr).not.toContain(TOKEN);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});

test('without a token it says how to give one', async () => {
  const { code, stderr } = await thaw(`agent ${SERVER}`);
  expect(stderr).toContain('name its file with --token-file, or put it into THAW_TOKEN');
  expect(code).toBe(2);
});

test.each(['two words', 'short', 'ünderstood_as_a_token', ''])(
  'a file that holds %j holds no token, and is not quoted',
  async (text) => {
    const cwd = freshFolder();
    writeFileSync(join(cwd, 'token'), text);
    const { code, stderr } = await thaw(`agent ${SERVER} --token-file token`, fakeContext({ cwd }));
    expect(stderr).toMatch(/holds no token|wants a token/);
    if (text !== '') expect(stderr).not.toContain(text);
    expect(code).toBe(2);
  },
);

test('a folder that cannot be made is told of before anything starts, with exit code 3', async () => {
  const cwd = freshFolder();
  writeFileSync(join(cwd, 'file'), '');
  const { code, stderr } = await thaw(
    `agent ${SERVER} --work file/work`,
    fakeContext({ cwd, env: { THAW_TOKEN: TOKEN } }),
  );
  expect(stderr).toMatch(/file\/work cannot be made \(ENOTDIR.*--work names another\.\n$/);
  expect(code).toBe(3);
});

test('the token is taken out of the environment: what is started from here does not see it', async () => {
  const context = fakeContext({ env: { THAW_TOKEN: TOKEN } });
  await thaw(`agent ${SERVER} --memory much`, context);
  expect(context.env.THAW_TOKEN).toBeUndefined();
});
