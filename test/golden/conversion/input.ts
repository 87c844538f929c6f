export { Door as OldDoor } from './v1/door.js';
export { Door } from './v2/door.js';
