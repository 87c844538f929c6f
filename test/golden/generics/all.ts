export { Endpoint, type Weighted } from './some.js';
