import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { commands } from '../src/cli/commands/index.js';
import { lineOf } from './e2e/thaw.js';

/**
 * The recipes of deploy/ ask for what this program has. What the programs say that read them:
 * `.ci/check-recipes.js`.
 */
const ROOT = fileURLToPath(new URL('../', import.meta.url));
const textOf = (name: string) => readFileSync(join(ROOT, name), 'utf8');

interface Service {
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly profiles?: readonly string[];
}

const compose = parse(textOf('deploy/compose.yaml'), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
};

/** Every command line of this program that recipes and their guide have, as words. */
const LINES: readonly (readonly [where: string, words: readonly string[]])[] = [
  ...Object.entries(compose.services).flatMap(([name, { command = [], entrypoint = [] }]) => [
    ...(name === 'database' || command.length === 0 ? [] : [[name, command] as const]),
    ...linesIn(entrypoint.join(' ')).map((words) => [name, words] as const),
  ]),
  ...['gateway', 'agents-deployment', 'agents-job'].flatMap((name) =>
    argsIn(textOf(`deploy/kubernetes/${name}.yaml`)).map((words) => [name, words] as const),
  ),
  ...[
    'deploy/compose.yaml',
    'deploy/Dockerfile',
    'deploy/slurm-agents.sh',
    'deploy/thaw-agent.service',
    'docs/machines.md',
  ].flatMap((name) => linesIn(textOf(name)).map((words) => [name, words] as const)),
];

/** What follows `thaw` in a shell's lines: `thaw agent --server ...`. */
function linesIn(text: string): readonly (readonly string[])[] {
  const joined = text.replaceAll(/\\\n\s*/g, ' ');
  const found = joined.matchAll(/(?:^|[\s/`])thaw(?:\.js)? ([a-z][^\n`#|>]*--[^\n`#|>]*)/gm);
  return Array.from(found, ([, line]) => line!.trim().split(/\s+/));
}

interface Manifest {
  readonly spec?: {
    readonly template?: {
      readonly spec?: { readonly containers?: readonly { readonly args?: readonly string[] }[] };
    };
  };
}

function argsIn(text: string): readonly (readonly string[])[] {
  return parseAllDocuments(text).flatMap((document) => {
    const { spec } = document.toJS() as Manifest;
    return (spec?.template?.spec?.containers ?? []).flatMap(({ args }) => (args ? [args] : []));
  });
}

test('recipes start gateways and agents', () => {
  const started = LINES.map(([where, [command]]) => `${where}: ${command}`);
  expect(started).toEqual(
    expect.arrayContaining([
      ...['gateway: serve', 'agent: agent', 'agent-token: token'],
      ...['agents-deployment: agent', 'agents-job: agent', 'deploy/slurm-agents.sh: agent'],
      'deploy/thaw-agent.service: agent',
    ]),
  );
});

describe.each(LINES)('%s', (_, words) => {
  test(`asks for what there is: ${words.join(' ')}`, () => {
    const command = commands.find(({ name }) => name === words[0]);
    expect(command, `no command is called ${words[0]}`).toBeDefined();
    const flags = words
      .filter((word) => word.startsWith('--'))
      .map((word) => word.slice(2).replace(/=.*/, '').replace(/^no-/, ''));
    expect(flags.filter((flag) => !command!.flagNames.includes(flag))).toEqual([]);
  });
});

test('the container is made of files that there are', () => {
  const copied = textOf('deploy/Dockerfile')
    .split('\n')
    .filter((line) => /^COPY (?!--from)/.test(line))
    .flatMap((line) => line.split(' ').slice(1, -1));
  expect(copied.length).toBeGreaterThan(5);
  expect(copied.filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
  const kept = textOf('deploy/Dockerfile.dockerignore').split('\n');
  expect(copied.filter((name) => !kept.includes(`!${name}`))).toEqual([]);
});

test('a job of Slurm becomes its agent, which hears the warning', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-slurm-'));
  const stub = join(folder, 'thaw');
  writeFileSync(
    stub,
    `#!/bin/bash\ntrap 'echo drained; exit 0' USR1\necho "$THAW_CACHE $*"\nwhile :; do sleep 0.05; done\n`,
  );
  chmodSync(stub, 0o755);
  const child = spawn('bash', [join(ROOT, 'deploy/slurm-agents.sh')], {
    env: {
      ...{ PATH: `${folder}:${process.env.PATH}`, HOME: '/home/ada', SLURM_CPUS_PER_TASK: '8' },
      ...{ SLURM_ARRAY_JOB_ID: '77', SLURM_ARRAY_TASK_ID: '3', SLURM_JOB_ID: '80' },
    },
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const closed = new Promise((resolve) => {
    child.on('close', (code) => resolve(code));
  });
  await lineOf(child.stdout, /--name/);
  child.kill('SIGUSR1');
  expect(await closed).toBe(0);
  expect(said).toMatch(/^\/home\/ada\/.cache\/thaw agent .*--name slurm-77-3/);
  expect(said).toMatch(/drained\n$/);
});
