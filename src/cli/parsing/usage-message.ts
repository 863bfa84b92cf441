import { nearestName } from '../../core/words/nearest-name.js';
import type { Command } from './command.js';

/** The parser's complaint in plain words, with the nearest name where one was misspelled. */
export function usageMessage(
  complaint: string,
  argv: readonly string[],
  commands: readonly Command[],
): string {
  const bareWord = argv.find((word) => !word.startsWith('-'));
  const command = commands.find(({ name }) => name === bareWord);
  const unknown = /^Unknown (?:arguments?|commands?): (.*)$/s.exec(complaint)?.[1]?.split(', ');
  if (unknown) {
    // Without a command no flag is known, however right.
    const word = !command && bareWord && unknown.includes(bareWord) ? bareWord : unknown[0]!;
    return unknownMessage(word, argv, command, commands);
  }
  if (complaint.startsWith('Not enough non-option') && command) {
    const missing = command.usage.match(/<[^>]+>/g) ?? [];
    return `\`thaw ${command.name}\` needs ${missing.join(' and ')}. Usage: thaw ${command.usage}`;
  }
  const [, wanted] = /^Missing required arguments?: (.*)$/.exec(complaint) ?? [];
  if (wanted !== undefined && command) {
    const flags = wanted.split(', ').map((name) => `--${name}`);
    return `\`thaw ${command.name}\` needs ${flags.join(' and ')}.${help(command)}`;
  }
  const [, bare] = /^Not enough arguments following: (.*)$/.exec(complaint) ?? [];
  if (bare !== undefined) return `${bare.length === 1 ? '-' : '--'}${bare} expects a value.`;
  const [, name, given, choices] = INVALID.exec(complaint) ?? [];
  if (name !== undefined) {
    const isFlag = argv.some((arg) => arg.split('=')[0] === `--${name}`);
    const known = choices!.replaceAll('"', '');
    const expected = known.includes(',') ? `one of ${known}` : known;
    return `${isFlag ? '--' : ''}${name} expects ${expected}; not ${given}.`;
  }
  if (/^Name a command/.test(complaint)) {
    const names = commands.map(({ name }) => name).join(', ');
    return `Name a command: ${names}.\n\`thaw --help\` says what each does.`;
  }
  return complaint.trim().replace(/\s*\n\s*/g, ' ');
}

/** The complaint about a value that is none of the choices. */
const INVALID = /Argument: (\S+), Given: (".*?"), Choices: (.*)/;

function unknownMessage(
  word: string,
  argv: readonly string[],
  command: Command | undefined,
  commands: readonly Command[],
): string {
  const typed = argv.map((arg) => arg.split('=')[0]!);
  const flag = [`--${word}`, `--no-${word}`, `-${word}`].find((each) => typed.includes(each));
  if (flag !== undefined) {
    const flags = command?.flagNames ?? commands.flatMap(({ flagNames }) => flagNames);
    const near = flags.includes(word) ? undefined : nearestName(word, flags);
    const where = command ? `\`thaw ${command.name}\` has no flag` : 'There is no flag';
    return `${where} ${flag}.${near ? ` Did you mean --${near}?` : ''}${help(command)}`;
  }
  if (command) {
    return `\`thaw ${command.name}\` does not take "${word}". Usage: thaw ${command.usage}`;
  }
  const near = nearestName(
    word,
    commands.map(({ name }) => name),
  );
  return `There is no command "${word}".${near ? ` Did you mean \`thaw ${near}\`?` : ''}${help()}`;
}

function help(command?: Command): string {
  return `\n\`thaw ${command ? `${command.name} ` : ''}--help\` lists them all.`;
}
