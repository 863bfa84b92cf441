import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeSafetensors } from '../../src/assets/tensor-files/safetensors-write.js';
import { EXIT } from '../../src/core/errors.js';
import { thaw } from '../e2e/thaw.js';

const HOME = mkdtempSync(join(tmpdir(), 'thaw-home-'));
afterAll(() => rmSync(HOME, { recursive: true }));
const program = { env: { HOME, THAW_CACHE: join(HOME, 'cache'), NETS: join(HOME, 'nets') } };

function validate(model: string, ...flags: readonly string[]) {
  const text = `method: grid\nmodel: ${model}\nparameters: {learning_rate: {values: [0.1]}}\n`;
  writeFileSync(join(HOME, 's.yaml'), text);
  return thaw(['validate', 's.yaml', ...flags], HOME, program);
}

describe('`validate` looks for a weights file where its path leads', () => {
  it.each([
    ['~/none.safetensors', 'none.safetensors cannot be read: there is no such file'],
    ['$NETS/none.safetensors', 'nets/none.safetensors cannot be read: there is no such file'],
    ['"\x24{NOT_SET}/none.safetensors"', 'the variable \x24{NOT_SET} is not set'],
    ['~someone/none.safetensors', '~someone, the folder of another user, is not looked up'],
    ['./folder', 'there is a folder of that name: name the .safetensors file in it'],
    ['./none.pth', 'none.pth cannot be read: there is no such file'],
    ['./net.pth', "is of PyTorch's torch.save. To convert it:"],
  ])('%s', async (path, why) => {
    mkdirSync(join(HOME, 'folder'), { recursive: true });
    writeFileSync(join(HOME, 'net.pth'), Buffer.from('504b030400000808', 'hex'));
    const { code, stderr } = await validate(`{weights: ${path}}`);
    expect(code).toBe(EXIT.input);
    expect(stderr).toContain(why);
    expect(stderr).toContain('line 2:18 model.weights: ');
  });

  it('and at what it holds, and gives all of it to a script', async () => {
    const path = join(HOME, 'one.safetensors');
    writeSafetensors(path, new Map([['a.b', { shape: [1], data: Float32Array.of(1) }]]), {});
    const { code, stdout } = await validate('{weights: ~/one.safetensors}', '--format', 'json');
    expect(code).toBe(EXIT.input);
    const { valid, issues } = JSON.parse(stdout);
    expect(valid).toBe(false);
    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatchObject({ path: 'model.weights', line: 2 });
    expect(issues[0].message).toContain('\n  no name of its 1 tensors is known: a.b');
  });

  it('also where a flag names it', async () => {
    const { code, stderr } = await validate('{}', '--set', 'model.weights=~/none.safetensors');
    expect(code).toBe(EXIT.input);
    expect(stderr).toContain(`${HOME}/none.safetensors cannot be read`);
    expect(stderr).toContain('--set');
  });
});

it('folders of images are found likewise, and said where they were looked for', async () => {
  const text =
    'data: {source: ~/pics}\nmodel: {weights: random}\nparameters: {learning_rate: {value: 0.1}}\n';
  writeFileSync(join(HOME, 'd.yaml'), text);
  const { code, stderr } = await thaw(['validate', 'd.yaml'], HOME, program);
  expect(code).toBe(EXIT.input);
  expect(stderr).toContain(join(HOME, 'pics'));
});

it("a shell leaves the ~ of --db=~/x, and it is the user's folder all the same", async () => {
  const { code, stderr } = await thaw(['sweeps', '--db=~/none.sqlite'], HOME, program);
  expect(code).toBe(EXIT.input);
  expect(stderr).toContain(join(HOME, 'none.sqlite'));
});
