// Writes docs/reference/not-modelled.md, which a test keeps true.
//   npm run not-modelled
import { writeFileSync } from 'node:fs';
import { NOT_MODELLED } from '../../devcluster/not-modelled.js';
import { NOT_MODELLED_PAGE, notModelledPage } from './not-modelled-page.js';

writeFileSync(NOT_MODELLED_PAGE, notModelledPage(NOT_MODELLED));
