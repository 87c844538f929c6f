import type { KnownDifference } from '../observation.js';
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [];
