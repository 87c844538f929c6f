// The words of a command line, as Go's package flag takes them apart.
import { didYouMean } from '../../spelling/suggestion.js';

/** What stands on a command line. */
export interface CommandLine {
  /** The texts of each flag, by its name, in their order. */
  readonly given: ReadonlyMap<string, readonly string[]>;
  /** One sentence for each word that cannot be. */
  readonly problems: readonly string[];
  readonly asksForHelp: boolean;
}

/** What is to be known of flags: their names, which of them need no value, and what is said of names from elsewhere. */
export interface KnownFlags {
  readonly names: ReadonlySet<string>;
  readonly booleans: ReadonlySet<string>;
  readonly elsewhere: ReadonlyMap<string, string>;
}

/**
 * `--flag=value`, `--flag value`, and both with one dash. A flag that is true or false takes its value with `=` only, and no
 * word may stand alone: Go would quietly ignore all that follows.
 */
export function readCommandLine(argv: readonly string[], { names, booleans, elsewhere }: KnownFlags): CommandLine {
  const given = new Map<string, string[]>();
  const problems: string[] = [];
  let asksForHelp = false;
  let switched: string | undefined;

  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    const [, name, value] = FLAG.exec(word) ?? [];
    const lastSwitched = switched;
    switched = undefined;
    if (name === undefined) {
      const hint = lastSwitched === undefined ? '' : `; a value of --${lastSwitched} follows after "="`;
      problems.push(`${JSON.stringify(word)} is no flag: those begin with --${hint}`);
    } else if (name === 'help' || name === 'h') {
      asksForHelp = true;
    } else if (!names.has(name)) {
      problems.push(`there is no flag --${name}: ${elsewhere.get(name) ?? meant(name, names)}`);
      // What follows may be its value.
      if (value === undefined && !startsFlag(argv[at + 1])) at++;
    } else if (value !== undefined) {
      add(name, value);
    } else if (booleans.has(name)) {
      add(name, 'true');
      switched = name;
    } else if (at + 1 === argv.length || isKnownFlag(argv[at + 1])) {
      problems.push(`--${name} needs a value`);
    } else {
      at++;
      add(name, argv[at] ?? '');
    }
  }
  return { given, problems, asksForHelp };

  function add(name: string, text: string): void {
    given.set(name, [...(given.get(name) ?? []), text]);
  }

  /** A value may begin with a dash, as that of `-1s` does. */
  function isKnownFlag(word: string | undefined): boolean {
    const name = FLAG.exec(word ?? '')?.[1];
    return name !== undefined && (names.has(name) || name === 'help');
  }
}

const FLAG = /^--?([^-=][^=]*)(?:=(.*))?$/s;

function startsFlag(word: string | undefined): boolean {
  return word === undefined || word.startsWith('-');
}

function meant(name: string, names: ReadonlySet<string>): string {
  const dashed = [...names].map(known => `--${known}`);
  return didYouMean(`--${name}`, dashed, '--help lists those that there are').replaceAll('"', '');
}
