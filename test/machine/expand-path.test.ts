import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/core/errors.js';
import { expandHome, expandPath } from '../../src/machine/expand-path.js';

const ENV = { DATA: '/data', SET_1: 'x y', EMPTY: '' };
const expand = (path: string) => expandPath(path, ENV, '/home/ann');

describe('a path in a sweep file', () => {
  it.each([
    ['~', '/home/ann'],
    ['~/nets/a.safetensors', '/home/ann/nets/a.safetensors'],
    ['$DATA/flowers', '/data/flowers'],
    ['\x24{DATA}flowers', '/dataflowers'],
    ['a/$SET_1/b', 'a/x y/b'],
    ['~/$DATA', '/home/ann//data'],
    ['\x24{NOWHERE:-~/pics}/a', '/home/ann/pics/a'],
    ['\x24{NOWHERE-/pics}', '/pics'],
    ['\x24{DATA:-/pics}', '/data'],
    ['\x24{EMPTY:-$DATA}', '/data'],
    ['C:\\pics', 'C:\\pics'],
    ['a~b/~', 'a~b/~'],
    ['price$', 'price$'],
    ['a$1', 'a$1'],
    ['./plain', './plain'],
    ['imagenet', 'imagenet'],
  ])('%s is %s', (path, expected) => {
    expect(expand(path)).toBe(expected);
  });

  it.each([
    ['$NOWHERE/x', 'the variable $NOWHERE is not set'],
    ['\x24{NOWHERE}/x', 'the variable \x24{NOWHERE} is not set'],
    ['$EMPTY/x', 'the variable $EMPTY is empty'],
    ['~bob/x', '~bob, the folder of another user'],
    ['\x24{NOWHERE:?no}', '\x24{NOWHERE:?no} is for a shell'],
    ['$(pwd)/x', '$(pwd) is for a shell'],
    ['https://a.org/b.safetensors', 'is a URL, and nothing is fetched from there: download it'],
    ['s3://bucket/pics', 'download it, and write its path'],
    ['file:///data/pics', 'write the path alone'],
    ['a\0b', 'a path cannot hold a NUL character'],
  ])('%s is refused: %s', (path, why) => {
    expect(() => expand(path)).toThrow(UsageError);
    expect(() => expand(path)).toThrow(why);
  });
});

it('on the command line a $ is what the shell left, and so part of a name', () => {
  expect(expandHome('~/a$b', '/home/ann')).toBe('/home/ann/a$b');
  expect(expandHome('~\\x', 'C:\\ann')).toBe('C:\\ann\\x');
  expect(expandHome('x/~', '/home/ann')).toBe('x/~');
});
