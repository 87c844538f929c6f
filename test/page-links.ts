// Where the links of a page in Markdown lead.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The targets of its links and pictures, other than those on the web. */
export function linksOf(page: string): readonly string[] {
  return [...page.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter(target => !/^[a-z]+:/.test(target));
}

/** Whether there is a file at the link, and in it the heading that the link names. */
export function leadsSomewhere(target: string, from: URL): boolean {
  const [path = '', heading] = target.split('#');
  const file = path === '' ? from : new URL(path, from);
  if (!existsSync(fileURLToPath(file))) return false;
  if (heading === undefined) return true;
  return sectionsOf(readFileSync(file, 'utf8')).has(heading);
}

/** What stands under each heading, with smaller headings, by the anchor that GitHub makes of it. */
export function sectionsOf(page: string): ReadonlyMap<string, string> {
  const headings = [...page.matchAll(/^(#+) (.+)$/gm)].map(
    ({ 0: { length }, 1: marks = '', 2: title = '', index }) => ({
      level: marks.length,
      anchor: anchorOf(title),
      begin: index + length,
      index,
    }),
  );
  return new Map(
    headings.map(({ level, anchor, begin }, at) => {
      const next = headings.slice(at + 1).find(heading => heading.level <= level);
      return [anchor, page.slice(begin, next?.index)];
    }),
  );
}

function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}
