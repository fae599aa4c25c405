// The bill of materials of what is shipped, as CycloneDX: each bundled package with its version, licence and hash, and who asked for it.
import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The text of the bill. It has neither a date nor a serial number, so that the same commit gives the same bytes.
 *
 * @param root the folder of package.json and package-lock.json
 * @param places of the bundled packages, as package-lock.json names them: `node_modules/a/node_modules/b`
 */
export function sbom(root, places) {
  const product = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const needs = (place) => {
    const { dependencies, devDependencies, peerDependencies } = packages[place];
    const found = Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies }).map((name) => nearest(packages, place, name));
    return found.filter((each) => places.includes(each)).sort();
  };
  const self = purl(product.name, product.version);
  const bill = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', 'bom-ref': self, ...described(product.name, product) } },
    components: places.map((place) => ({
      type: 'library',
      'bom-ref': place,
      ...described(nameOf(place), packages[place]),
      hashes: [hashOf(packages[place].integrity)],
    })),
    dependencies: [{ ref: self, dependsOn: needs('') }, ...places.map((place) => ({ ref: place, dependsOn: needs(place) }))],
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
}

function described(name, { version, license }) {
  const [group, own] = name.startsWith('@') ? name.split('/') : [undefined, name];
  return { group, name: own, version, licenses: [{ license: { id: license } }], purl: purl(name, version) };
}

/** The place where Node finds a package that another one asks for: in its own folder, or in one above. */
function nearest(packages, place, name) {
  const above = [...place.matchAll(/node_modules\//g)].map(({ index }) => place.slice(0, index));
  const folders = place === '' ? [''] : [...above, `${place}/`].reverse();
  return folders.map((folder) => `${folder}node_modules/${name}`).find((each) => packages[each] !== undefined);
}

function nameOf(place) {
  return place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function purl(name, version) {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

/** npm writes a digest in Base64, CycloneDX in hexadecimal digits. */
function hashOf(integrity) {
  const [algorithm, digest] = integrity.split('-');
  return { alg: algorithm.replace('sha', 'SHA-'), content: Buffer.from(digest, 'base64').toString('hex') };
}
