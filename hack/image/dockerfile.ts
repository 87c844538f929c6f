// What a Dockerfile says, as far as ours goes.

/** One instruction, such as `COPY` with its words. */
export interface Instruction {
  /** In capitals. */
  readonly name: string;
  /** What follows, as it stands, with lines that are continued joined. */
  readonly text: string;
}

/** What begins with `FROM`. */
export interface Stage {
  /** With arguments filled in by their defaults. */
  readonly base: string;
  readonly name?: string;
  readonly instructions: readonly Instruction[];
}

/**
 * The stages of a Dockerfile.
 * @throws Error for a line that is no instruction, or that stands before the first stage and is no `ARG`
 */
export function stagesOf(dockerfile: string): readonly Stage[] {
  const defaults = new Map<string, string>();
  const stages: { base: string; name?: string; instructions: Instruction[] }[] = [];
  for (const { name, text } of instructionsOf(dockerfile)) {
    if (name === 'FROM') {
      const [base = '', as, stage] = text.split(/\s+/);
      const filled = base.replace(/\$\{(\w+)\}/g, (_, key: string) => defaults.get(key) ?? '');
      stages.push({ base: filled, ...(as?.toUpperCase() === 'AS' && stage && { name: stage }), instructions: [] });
    } else if (stages.length > 0) {
      stages.at(-1)?.instructions.push({ name, text });
    } else if (name === 'ARG') {
      const [key = '', value = ''] = text.split('=');
      defaults.set(key, value);
    } else {
      throw new Error(`${name} stands before the first FROM`);
    }
  }
  return stages;
}

/** The words of a `COPY`: where from, what, and where to. */
export function copied(text: string): {
  readonly from?: string;
  readonly sources: readonly string[];
  readonly to: string;
} {
  const words = text.split(/\s+/);
  const from = words.find(word => word.startsWith('--from='))?.slice('--from='.length);
  const paths = words.filter(word => !word.startsWith('--'));
  return { ...(from !== undefined && { from }), sources: paths.slice(0, -1), to: paths.at(-1) ?? '' };
}

function instructionsOf(dockerfile: string): Instruction[] {
  const lines = dockerfile
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n');
  return lines
    .map(line => line.trim())
    .filter(line => line !== '')
    .map(line => {
      const [, name, text] = /^([A-Za-z]+)\s+(.*)$/.exec(line) ?? [];
      if (name === undefined || text === undefined) throw new Error(`no instruction of a Dockerfile: ${line}`);
      return { name: name.toUpperCase(), text };
    });
}
