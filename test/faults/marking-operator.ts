// The Redis operator, which says what it does: bundled, this is the program that the faults happen to. Whatever runs before
// the operator's own program has to be imported before it.
import './mark-reconciles.js';
import '../../controllers/main.js';
