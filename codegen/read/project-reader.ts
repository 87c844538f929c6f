// Reads a project with the fast program, and with the full one where the fast one cannot be relied on.
import { dirname, relative } from 'node:path';
import { SourceTree } from '../files/source-tree.js';
import type { ApiModel, RbacRule, ResourceModel, WebhookModel } from '../model/api-model.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { lacksAugmentations } from './augmentations.js';
import { type Candidates, candidateFiles, Outlooks } from './candidate-files.js';
import { ts } from './compiler.js';
import { readController } from './controller-reader.js';
import type { CoreDescriptions } from './core-types.js';
import { isExported } from './exported.js';
import { Findings } from './findings.js';
import { KnownFiles, type KnownInProgram } from './known-files.js';
import { ourDecorators } from './our-decorators.js';
import { forgetPackages, packageManifests } from './package-names.js';
import { fastProgram, fullProgram, type LoadedProgram, programSources } from './programs.js';
import type { ProjectReading, ReadOptions } from './read-project.js';
import type { Reading } from './reading.js';
import { resourceDecorator } from './resource-options.js';
import { customResourceBase, readResource } from './resource-reader.js';
import { findRules, type RuledClass, warnUnused } from './rule-places.js';
import { tooDeepFor, unlessTooDeep } from './too-deep.js';
import { type ProjectConfig, readTsconfig } from './tsconfig.js';
import { closureOf, isSound, typeErrors, unresolvedPackage } from './type-errors.js';
import { UNRESOLVED } from './unfit-types.js';
import { unreadableFiles, unreadableFolders } from './unreadable-files.js';
import { VIRTUAL_LIB_FILE } from './virtual-lib.js';
import { readWebhooks } from './webhook-reader.js';

/** Reads one project again and again. What has not changed since the last time is neither read nor parsed again. */
export class ProjectReader {
  readonly tree = new SourceTree();
  readonly #programs = programSources(this.tree);
  readonly #outlooks = new Outlooks();
  readonly #sound = new KnownFiles<true>();
  readonly #classes = new Map<CoreDescriptions, KnownFiles<ClassesOfFile>>();

  /** See `readProject`. */
  read(options: ReadOptions): ProjectReading {
    this.tree.begin(options.sources);
    forgetPackages();
    const reading = this.#readUnlessTooDeep(options);
    // Which package a declaration is of, is looked up beside the programs.
    for (const manifest of packageManifests()) this.tree.readFile(manifest);
    // All else that is said follows from these; without them, what they declare would be taken for gone.
    const { inputs } = this.tree;
    const unreadable = unreadableFiles(this.tree).filter(({ file }) => file !== options.tsconfig);
    return unreadable.length > 0
      ? { ...nothing(unreadable, reading.sources), inputs }
      : { ...reading, inputs, unreadableFolders: unreadableFolders(this.tree) };
  }

  #readUnlessTooDeep(options: ReadOptions): ProjectReading {
    const files = () => readTsconfig(options.tsconfig, this.tree).files;
    const found = unlessTooDeep(() => this.#read(options), files, this.tree);
    return 'code' in found ? nothing([found], files()) : found;
  }

  #read({ tsconfig, coreDescriptions = 'summary', include, exclude }: ReadOptions): ProjectReading {
    const config = readTsconfig(tsconfig, this.tree);
    if (config.diagnostics.length > 0) return nothing(config.diagnostics);
    const searched = { files: config.files, root: dirname(tsconfig), tree: this.tree, outlooks: this.#outlooks };
    const found = candidateFiles(searched, { include, exclude });
    const candidates = found.files;
    if (candidates.length === 0) return nothing([nothingFound(config, found)], config.files);

    const fast = fastProgram(config, candidates, this.#programs);
    const deep = tooDeepFor(fast.program.getSourceFiles());
    if (deep !== undefined) return nothing([deep], config.files);
    const quick = readClasses(candidates, fast, coreDescriptions, this.#known(coreDescriptions).in(fast));
    const closure = closureOf(quick.apiFiles, fast);
    const isSure =
      !quick.unsure &&
      hasFound(quick) &&
      !hasSyntaxErrors(candidates, fast) &&
      isSound(closure, fast, this.#sound) &&
      !lacksAugmentations(config, fast, this.tree);
    if (isSure) return reading(config, found, quick, [], fast, 'fast');

    const full = fullProgram(config, this.#programs);
    const errors = typeErrors(new Set([...closure, ...syntaxErrorFiles(candidates, full)]), full);
    const classes = readClasses(candidates, full, coreDescriptions);
    return reading(config, found, classes, [...errors, ...unresolvedPackage(candidates, full)], full, 'full');
  }

  #known(descriptions: CoreDescriptions): KnownFiles<ClassesOfFile> {
    const known = this.#classes.get(descriptions) ?? new KnownFiles();
    this.#classes.set(descriptions, known);
    return known;
  }
}

interface Classes {
  readonly resources: readonly ResourceModel[];
  readonly rbacRules: readonly RbacRule[];
  readonly webhooks: readonly WebhookModel[];
  readonly diagnostics: readonly Diagnostic[];
  readonly unsure: boolean;
  readonly apiFiles: readonly string[];
}

/** What the classes of one file say, and what else was noted when they were read. */
interface ClassesOfFile extends Pick<Reading, 'apiFiles' | 'fields'> {
  readonly resources: readonly ResourceModel[];
  readonly rbacRules: readonly RbacRule[];
  readonly webhooks: readonly WebhookModel[];
  readonly diagnostics: readonly Diagnostic[];
  /** Of rules that stand where they do nothing; they count if there is a resource at all. */
  readonly misplaced: readonly Diagnostic[];
  readonly ruled: readonly RuledClass[];
  readonly unsure: boolean;
}

/** @param known what is known of files that see what they saw before */
function readClasses(
  names: readonly string[],
  { program }: LoadedProgram,
  coreDescriptions: CoreDescriptions,
  known?: KnownInProgram<ClassesOfFile>,
): Classes {
  const files = names.flatMap(name => program.getSourceFile(name) ?? []);
  const start = { program, checker: program.getTypeChecker(), coreDescriptions };
  const found = files.map(file => {
    const before = known?.of(file);
    if (before !== undefined) return before;
    const classes = readFile(file, { ...start, findings: new Findings(), apiFiles: new Set(), fields: new Set() });
    if (!classes.unsure) known?.remember(file, classes);
    return classes;
  });
  const resources = found.flatMap(each => each.resources);
  const lost = resources.length > 0 ? lostRules(found) : [];
  return {
    resources,
    rbacRules: found.flatMap(each => each.rbacRules),
    webhooks: found.flatMap(each => each.webhooks),
    diagnostics: [...found.flatMap(each => each.diagnostics), ...lost],
    unsure: found.some(each => each.unsure),
    apiFiles: [...new Set(found.flatMap(each => [...each.apiFiles].map(({ fileName }) => fileName)))],
  };
}

/** What a class of one file says may be used by the resource of another. */
function lostRules(found: readonly ClassesOfFile[]): readonly Diagnostic[] {
  const fields = new Set(found.flatMap(each => [...each.fields]));
  const findings = new Findings();
  for (const ruled of found.flatMap(each => each.ruled)) warnUnused(ruled, { fields, findings });
  return [...found.flatMap(each => each.misplaced), ...findings.diagnostics];
}

function readFile(file: ts.SourceFile, context: Reading): ClassesOfFile {
  const resources: ResourceModel[] = [];
  const rbacRules: RbacRule[] = [];
  const webhooks: WebhookModel[] = [];
  const classes = classesIn(file);
  for (const declaration of classes) {
    readClass(declaration, context, resources);
    rbacRules.push(...readController(declaration, context));
    webhooks.push(...readWebhooks(declaration, context));
  }
  const { findings, apiFiles, fields } = context;
  const { diagnostics, unsure } = findings;
  const places = new Findings();
  const ruled = findRules(classes, { ...context, findings: places });
  const misplaced = places.diagnostics;
  return { resources, rbacRules, webhooks, diagnostics, misplaced, ruled, unsure, apiFiles, fields };
}

function readClass(declaration: ts.ClassDeclaration, context: Reading, resources: ResourceModel[]): void {
  if (resourceDecorator(declaration, context.checker) !== undefined) {
    if (isExported(declaration)) {
      const resource = readResource(declaration, context);
      if (resource !== undefined) resources.push(resource);
    } else {
      warnNotExported(declaration, context);
    }
  } else {
    const homeless = ourDecorators(declaration, context.checker).filter(({ name }) => NEEDS_RESOURCE.has(name));
    for (const { name, node } of homeless) {
      const hint = 'add @Resource({ group, version, kind })';
      context.findings.error(node, 'KW3007', `@${name} is on a class without @Resource`, hint);
    }
    if (homeless.length === 0) warnNoResource(declaration, context);
  }
}

const NEEDS_RESOURCE = new Set(['Subresource', 'PrintColumn', 'SelectableField', 'ConvertsTo']);

/** All classes of a file, also in namespaces and functions. */
function classesIn(file: ts.SourceFile): readonly ts.ClassDeclaration[] {
  const found: ts.ClassDeclaration[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isClassDeclaration(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function warnNotExported(declaration: ts.ClassDeclaration, { findings }: Reading): void {
  const name = declaration.name?.text ?? 'the class';
  const message = `${name} has @Resource but is not exported, so it is left out`;
  findings.warning(declaration.name ?? declaration, 'KW3002', message, 'export it, if it belongs to the API');
}

/** A base for other classes says so: it is abstract, or generic. */
function warnNoResource(declaration: ts.ClassDeclaration, { checker, findings }: Reading): void {
  const isBase = ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Abstract || declaration.typeParameters;
  if (isBase || !isExported(declaration)) return;
  if (customResourceBase(checker.getTypeAtLocation(declaration) as ts.InterfaceType, checker) === undefined) return;
  const name = declaration.name?.text ?? 'the class';
  const message = `${name} is a custom resource without @Resource, so it is left out`;
  const hint = 'write @Resource({ group, version, kind }) at the class; what a function returns cannot be read';
  findings.warning(declaration.name ?? declaration, 'KW3008', message, hint);
}

function hasSyntaxErrors(files: readonly string[], loaded: LoadedProgram): boolean {
  return syntaxErrorFiles(files, loaded).length > 0;
}

function syntaxErrorFiles(files: readonly string[], { program }: LoadedProgram): readonly string[] {
  return files.filter(name => {
    const file = program.getSourceFile(name);
    return file !== undefined && program.getSyntacticDiagnostics(file).length > 0;
  });
}

function reading(
  config: ProjectConfig,
  candidates: Candidates,
  classes: Classes,
  errors: readonly Diagnostic[],
  { program }: LoadedProgram,
  kind: ProjectReading['program'],
): ProjectReading {
  const { resources, rbacRules, webhooks } = classes;
  // A type that cannot be found is the compiler's to explain.
  const own = classes.diagnostics.filter(({ code }) => errors.length === 0 || code !== UNRESOLVED);
  const diagnostics = [...errors, ...candidates.warnings, ...own];
  if (!hasFound(classes) && !diagnostics.some(({ severity }) => severity === 'error')) {
    diagnostics.push(nothingFound(config, candidates));
  }
  const model: ApiModel = { resources, rbacRules, ...(webhooks.length > 0 && { webhooks }), diagnostics };
  const loaded = program.getSourceFiles().map(({ fileName }) => fileName);
  const ofProject = loaded.filter(file => !file.includes('/node_modules/') && file !== VIRTUAL_LIB_FILE);
  return { model, files: loaded.length, sources: [...new Set([...config.files, ...ofProject])], program: kind };
}

/** An operator may have no kind of its own: it reconciles, or judges, those of others. */
function hasFound({ resources, rbacRules, webhooks }: Classes): boolean {
  return resources.length > 0 || rbacRules.length > 0 || webhooks.length > 0;
}

function nothing(diagnostics: readonly Diagnostic[], sources: readonly string[] = []): ProjectReading {
  return { model: { resources: [], rbacRules: [], diagnostics }, files: 0, sources, program: 'fast' };
}

function nothingFound({ tsconfig, files: all }: ProjectConfig, { files, tests }: Candidates): Diagnostic {
  const looked = `${all.length} ${all.length === 1 ? 'file' : 'files'} of this tsconfig`;
  const message = `no exported class with @Resource in the ${looked} (${files.length} of them import from kubewright and have decorators)`;
  const [test] = tests;
  const leftOut =
    test && `${relative(dirname(tsconfig), test).replaceAll('\\', '/')} is a test by its path, and is left out; `;
  return {
    file: tsconfig,
    line: 1,
    column: 1,
    code: 'KW3001',
    severity: 'error',
    message,
    hint: `${leftOut ?? ''}include the files of your API classes, or name another tsconfig.json`,
  };
}
