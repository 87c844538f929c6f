// Where the links of a page in Markdown lead.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../', import.meta.url);

/** The targets of its links and pictures, other than those on the web. What stands in code is no link. */
export function linksOf(page: string): readonly string[] {
  return [
    ...withoutBlocks(page)
      .replaceAll(/`[^`\n]*`/g, '')
      .matchAll(/\]\(\s*<?([^)\s>]+)[^)]*\)/g),
  ]
    .map(([, target = '']) => target)
    .filter(target => !/^[a-z]+:/.test(target));
}

/** Whether a clone of this repository has a file or folder at the link, and in it the heading that the link names. */
export function leadsSomewhere(target: string, from: URL): boolean {
  const [path = '', heading] = target.split('#');
  const file = path === '' ? from : new URL(path, from);
  if (!isInClone(file) || !existsSync(fileURLToPath(file))) return false;
  if (heading === undefined) return true;
  return file.pathname.endsWith('.md') && sectionsOf(readFileSync(file, 'utf8')).has(heading);
}

/** What is built or installed is not there for who reads the page elsewhere. */
function isInClone({ href }: URL): boolean {
  return href.startsWith(ROOT.href) && !/^(?:dist|node_modules)\//.test(href.slice(ROOT.href.length));
}

/** What stands under each heading, with smaller headings, by the anchor that GitHub makes of it. */
export function sectionsOf(page: string): ReadonlyMap<string, string> {
  const headings = [...withoutBlocks(page).matchAll(/^(#+) (.+)$/gm)].map(
    ({ 0: { length }, 1: marks = '', 2: title = '', index }) => ({
      level: marks.length,
      anchor: anchorOf(title),
      begin: index + length,
      index,
    }),
  );
  const times = new Map<string, number>();
  return new Map(
    headings.map(({ level, anchor, begin }, at) => {
      const next = headings.slice(at + 1).find(heading => heading.level <= level);
      const before = times.get(anchor) ?? 0;
      times.set(anchor, before + 1);
      return [before === 0 ? anchor : `${anchor}-${before}`, page.slice(begin, next?.index)];
    }),
  );
}

function anchorOf(heading: string): string {
  return heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Mark}\p{Number}_\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** With blanks in place of blocks of code, so that everything else stays where it is. */
function withoutBlocks(page: string): string {
  return page.replaceAll(/^ *(`{3,})[^`\n]*\n.*?^ *\1`*$/gms, block => block.replaceAll(/[^\n]/g, ' '));
}
