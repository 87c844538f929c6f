// Writes test/upstream/<case>/expected.json: what controller-gen makes of its own samples, as facts.
//   node --import tsx --conditions=source hack/upstream-goldens/extract.ts <clone of kubernetes-sigs/controller-tools>
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { factsOf } from '../../test/upstream/facts.js';
import { factsText } from './facts-text.js';

const COMMIT = '434758187dddcaf646276fbe2c2ba40ff4e859d5';
const TESTDATA = 'pkg/crd/testdata';

/** The cases, and which file below `pkg/crd/testdata` each is held against. */
const GOLDENS = {
  cronjobs: 'testdata.kubebuilder.io_cronjobs.yaml',
  enums: 'testdata.kubebuilder.io_enums.yaml',
  externaldocs: 'testdata.kubebuilder.io_externaldocs.yaml',
  foos: 'gen/bar.example.com_foos.yaml',
  immutabletypes: 'testdata.kubebuilder.io_immutabletypes.yaml',
  jobs: 'testdata.kubebuilder.io_jobs.yaml',
  nogroup: 'testdata._cronjobs.yaml',
  oneofs: 'testdata.kubebuilder.io_oneofs.yaml',
  testquotas: 'plural/plural.example.com_testquotas.yaml',
  versionedresources: 'multiple_versions/testdata.kubebuilder.io_versionedresources.yaml',
  zoos: 'gen/zoo/bar.example.com_zoos.yaml',
};

const clone = process.argv[2];
if (clone === undefined) {
  console.error('error: name a clone of https://github.com/kubernetes-sigs/controller-tools');
  process.exitCode = 2;
} else {
  for (const [name, file] of Object.entries(GOLDENS)) {
    const path = `${TESTDATA}/${file}`;
    const definition = load(git(clone, 'show', `${COMMIT}:${path}`));
    const facts = {
      source: `kubernetes-sigs/controller-tools@${COMMIT.slice(0, 8)}: ${path}`,
      facts: factsOf(definition),
    };
    const target = new URL(`../../test/upstream/${name}/expected.json`, import.meta.url);
    writeFileSync(target, factsText(facts));
    console.log(fileURLToPath(target));
  }
}

function git(folder: string, ...args: string[]): string {
  return execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', maxBuffer: 2 ** 26 });
}
