// `node build/vsix.mjs FOLDER FILE`: packs all of a folder as a .vsix. A program of its own, since what vsce writes depends on the environment.
import { createVSIX } from '@vscode/vsce';

const [cwd, packagePath] = process.argv.slice(2);
// The bundles hold their dependencies. No repository is named, so links in the README stay relative.
await createVSIX({ cwd, packagePath, dependencies: false, allowMissingRepository: true, rewriteRelativeLinks: false });
