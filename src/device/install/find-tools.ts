import { BackendError } from '../../core/errors.js';
import { runCommand } from '../../machine/children/run-command.js';
import type { Variant } from '../tensorflow/layout.js';

/** Programs found on this machine that a build needs. */
export interface Tools {
  /** A Python that has pip. */
  readonly python: string;
  /** A C++17 compiler that takes GCC's options. */
  readonly compiler: string;
}

/** @throws {BackendError} naming everything that is missing, and how to get it. */
export async function findTools(
  variant: Variant,
  platform: NodeJS.Platform = process.platform,
  arch: string = process.arch,
): Promise<Tools> {
  const isPublished =
    variant === 'gpu'
      ? platform === 'linux' && arch === 'x64'
      : platform === 'linux' || platform === 'darwin';
  if (!isPublished) {
    const way = platform === 'win32' ? ', or run Thaw inside WSL 2' : '';
    throw new BackendError(
      `backend tensorflow: TensorFlow publishes no ${variant === 'gpu' ? 'CUDA ' : ''}library that ` +
        `could be linked on ${platform} ${arch}; use the backend wasm${way}`,
    );
  }
  const [python, compiler] = await Promise.all([
    firstWorking([process.env.PYTHON, 'python3', 'python'], ['-m', 'pip', '--version']),
    firstWorking([process.env.CXX, 'c++', 'g++', 'clang++'], ['--version']),
  ]);
  const missing = [
    ...(python === null
      ? ['Python 3 with pip (Debian, Ubuntu: apt install python3-pip; else https://python.org)']
      : []),
    ...(compiler === null
      ? ['a C++ compiler (Debian, Ubuntu: apt install g++; macOS: xcode-select --install)']
      : []),
  ];
  if (python === null || compiler === null) {
    throw new BackendError(
      `backend tensorflow: building it needs ${missing.join(' and ')}. ` +
        'Install that and run the command again, or use the backend wasm, which needs nothing installed',
    );
  }
  return { python, compiler };
}

async function firstWorking(
  commands: readonly (string | undefined)[],
  args: readonly string[],
): Promise<string | null> {
  for (const command of commands) {
    if (command && (await runCommand(command, args)).code === 0) return command;
  }
  return null;
}
