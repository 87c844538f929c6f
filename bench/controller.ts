// What an event and a reconcile cost beside what the reconciler does. Run by hand: node --import tsx bench/controller.ts
import { execFileSync } from 'node:child_process';
import { asBuilt } from './as-built.js';

execFileSync(process.execPath, [await asBuilt('controller')], { stdio: 'inherit' });
