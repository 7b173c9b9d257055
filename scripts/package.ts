// Writes dist/opencode-sandbox.vsix from what is built, and prints the sizes.
import { packageExtension, sizes } from '../test/support/packaged.js';

await packageExtension();
console.log(sizes());
