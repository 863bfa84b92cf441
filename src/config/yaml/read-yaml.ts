import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import type { Issue } from '../../core/errors.js';
import { complexKey } from './complex-keys.js';
import { endlessNesting } from './nesting.js';
import { oddCharacters } from './odd-characters.js';

/** A parsed file, with what is wrong with it as YAML. */
export interface YamlFile {
  /** Absent where nothing can be made of the text. */
  readonly document?: Document;
  readonly lines: LineCounter;
  readonly issues: readonly Issue[];
}

/**
 * Reads YAML 1.2 (merge keys allowed, as W&B's own loader does); never throws. `free`: keys at the top
 * whose texts are for people.
 */
export function readYaml(given: string, free: readonly string[] = []): YamlFile {
  // Old editors end lines by CR alone, which YAML takes, and its parser doesn't.
  const text = given.includes('\n') ? given : given.replaceAll('\r', '\n');
  const lines = new LineCounter();
  const fatal = (message: string, line?: number): YamlFile => ({
    lines,
    issues: [{ ...(line === undefined ? {} : { line }), path: '', message }],
  });
  if (text.length > MAX_CHARACTERS) {
    return fatal(`expected a sweep file, got ${text.length} characters; no sweep is that long`);
  }
  if (text.trim() === '')
    return fatal('the file is empty; `thaw init` writes one to start from', 1);
  const deep = endlessNesting(text);
  if (deep !== undefined) return fatal('nested too deeply for a sweep file', deep);

  const document = parse(text, lines);
  const complex = complexKey(document);
  if (complex !== undefined) {
    return fatal(
      'a key is a list, a map or an alias here: expected a word',
      lines.linePos(complex).line,
    );
  }
  const tabs = tabIssues(document, text, lines);
  if (tabs.length > 0) {
    // With the tabs out of the way the rest can be checked too; its lines stay the same.
    const mended = new LineCounter();
    const spaced = text.replace(/^[ \t]+/gm, (indent) => indent.replaceAll('\t', '  '));
    const second = parse(spaced, mended);
    const usable = second.errors.length === 0 && isMap(second.contents);
    return { ...(usable ? { document: second } : {}), lines: mended, issues: tabs };
  }
  const odd = oddCharacters(document, text, lines, free);
  if (odd.length > 0) return { lines, issues: odd };
  const issues = [...syntaxIssues(document, lines), ...aliasIssues(document, lines)];
  if (issues.length > 0) return { lines, issues };
  if (document.contents === null) return fatal('the file holds only comments; expected a sweep', 1);
  if (!isMap(document.contents)) return fatal('expected a map of keys such as `method:`', 1);
  return { document, lines, issues: duplicateIssues(document.contents, lines) };
}

const MAX_CHARACTERS = 512 * 1024;

function parse(text: string, lineCounter: LineCounter): Document {
  return parseDocument(text, {
    lineCounter,
    version: '1.2',
    merge: true,
    // Found by ourselves, so that both places can be named and reading goes on.
    uniqueKeys: false,
    prettyErrors: false,
    // Not its warnings: they go to the terminal as they are, text of the file included.
    logLevel: 'error',
  });
}

function tabIssues(document: Document, text: string, lines: LineCounter): readonly Issue[] {
  if (!document.errors.some(({ code }) => code === 'TAB_AS_INDENT')) return [];
  return [...text.matchAll(/^ *\t/gm)].map(({ index }) => ({
    ...place(lines, index),
    path: '',
    message: 'a tab indents this line; YAML takes only spaces',
  }));
}

const SYNTAX: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: 'expected one sweep in a file, but `---` starts a second document here',
  BLOCK_AS_IMPLICIT_KEY:
    'a second `key:` stands on this line, or the next one is indented too far; put each on its own line, or quote the text',
  BAD_SCALAR_START: 'a text that starts with this character needs quotes',
};

function syntaxIssues({ errors }: Document, lines: LineCounter): readonly Issue[] {
  const seen = new Set<number>();
  return errors.flatMap(({ code, message, pos }) => {
    const where = place(lines, pos[0]);
    // One slip often gives a string of errors on its line; the first tells.
    if (seen.has(where.line)) return [];
    seen.add(where.line);
    return [{ ...where, path: '', message: SYNTAX[code] ?? `not YAML: ${message}` }];
  });
}

function aliasIssues(document: Document, lines: LineCounter): readonly Issue[] {
  const issues: Issue[] = [];
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) !== undefined) return;
      const message = `*${alias.source} refers to nothing; expected &${alias.source} before it`;
      issues.push({ ...place(lines, alias.range?.[0] ?? 0), path: '', message });
    },
  });
  return issues;
}

function duplicateIssues(map: YAMLMap, lines: LineCounter, path = ''): readonly Issue[] {
  const first = new Map<string, number>();
  return map.items.flatMap(({ key, value }) => {
    const name = isScalar(key) ? String(key.value) : String(key);
    const own = path === '' ? name : `${path}.${name}`;
    const at = place(lines, isScalar(key) ? (key.range?.[0] ?? 0) : 0);
    const inner = isMap(value) && !isAlias(value) ? duplicateIssues(value, lines, own) : [];
    const before = first.get(name);
    if (before === undefined) {
      first.set(name, at.line);
      return inner;
    }
    const message = `duplicate key ${JSON.stringify(name)}: already given on line ${before}; remove one`;
    return [{ ...at, path: own, message }, ...inner];
  });
}

function place(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}
