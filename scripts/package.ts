// Packages the build as dist/opencode-sandbox.vsix, and prints the sizes.
import { packageExtension, sizes } from '../test/support/packaged.js';

await packageExtension();
console.log(sizes());
