// Mocha reads this before any test: what is embedded is that of the working tree, also after a change to a page, the catalogue or a part
// of the scripts.
import { embed } from '../build/embed.mjs';

embed();
