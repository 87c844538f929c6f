// `npm run image`: assembles what the image has beside its base in dist/image, and says how large it is.
import { assembleImage } from './assemble.js';

const { folder, bytes, entrypoint } = await assembleImage('dist/image');
console.log(`${folder}: ${(bytes / 1e6).toFixed(1)} MB on top of the base; starts with ${entrypoint.join(' ')}`);
