// Chooses the imports that the fast program follows. Loading everything that a controller imports, such as a client with a
// thousand files of types, would take longer than all the rest.
import { ts } from './compiler.js';
import { packagePath } from './package-names.js';

/** The declarations of kubewright that can matter in a class or decorator. Its own imports lead nowhere else. */
const DECLARING =
  /^(decorators\/|runtime\/kinds\/|runtime\/index\.|runtime\/builder\/(reconciles|rbac|webhooks|admission)\.)/;

/** The part of them whose types are whole in the fast program: what API classes use. */
const WHOLE = /^(decorators\/|runtime\/kinds\/|runtime\/index\.)/;

/** Whether an import of `from` that resolves to `to` is followed. */
export function isNeeded(specifier: string, from: ts.SourceFile | undefined, fromFile: string, to: string): boolean {
  if (packagePath(fromFile) !== undefined) return DECLARING.test(packagePath(to) ?? '');
  if (from === undefined || !isControllerOnly(from)) return true;
  return namesIn(from).has(specifier);
}

/** Whether a file has its types whole in the fast program. */
export function isWhole(file: string): boolean {
  const path = packagePath(file);
  return path === undefined || WHOLE.test(path);
}

const CONTROLLER_NAMES = new Set(['Reconciles', 'Owns', 'Watches', 'TriggeredBy', 'Rbac', 'Defaults', 'Validates']);
const API_NAMES = new Set(
  'Resource Subresource PrintColumn SelectableField ConvertsTo CustomResource ClusterResource'.split(' '),
);

/** A file that declares reconcilers and nothing of the API: only the names in its decorators are read. */
function isControllerOnly(file: ts.SourceFile): boolean {
  const names = importsOf(file)
    .filter(({ from }) => from === 'kubewright')
    .flatMap(({ original }) => original);
  return names.some(name => CONTROLLER_NAMES.has(name)) && !names.some(name => API_NAMES.has(name));
}

interface Import {
  readonly from: string;
  readonly original: readonly string[];
  readonly local: readonly string[];
}

function importsOf(file: ts.SourceFile): readonly Import[] {
  return file.statements.filter(ts.isImportDeclaration).map(statement => {
    const from = ts.isStringLiteral(statement.moduleSpecifier) ? statement.moduleSpecifier.text : '';
    const { name, namedBindings } = statement.importClause ?? {};
    const first = name === undefined ? [] : [name.text];
    if (namedBindings === undefined) return { from, original: first, local: first };
    if (ts.isNamespaceImport(namedBindings)) return { from, original: [], local: [...first, namedBindings.name.text] };
    const { elements } = namedBindings;
    return {
      from,
      original: [...first, ...elements.map(element => (element.propertyName ?? element.name).text)],
      local: [...first, ...elements.map(element => element.name.text)],
    };
  });
}

/** The modules whose names occur in the decorators of a file. */
function namesIn(file: ts.SourceFile): ReadonlySet<string> {
  const cached = needed.get(file);
  if (cached !== undefined) return cached;
  const used = new Set<string>();
  const collect = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) used.add(node.text);
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, collect);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isClassDeclaration(node)) for (const decorator of ts.getDecorators(node) ?? []) collect(decorator);
    if (ts.isVariableStatement(node)) collect(node);
    if (ts.isSourceFile(node) || ts.isModuleBlock(node) || ts.isModuleDeclaration(node)) ts.forEachChild(node, visit);
  };
  visit(file);
  const modules = new Set(
    importsOf(file)
      .filter(({ local }) => local.some(name => used.has(name)))
      .map(({ from }) => from),
  );
  needed.set(file, modules);
  return modules;
}

const needed = new WeakMap<ts.SourceFile, ReadonlySet<string>>();
