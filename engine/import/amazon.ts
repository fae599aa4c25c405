/** Amazon's own hosts of S3: a bucket there has no endpoint of its own. */
import type { Target } from './step.ts';

/** `s3`, `s3.eu-west-1`, `s3-eu-west-1`, `s3.dualstack.eu-west-1`, `s3-fips.us-gov-west-1`, `s3-accelerate`, each with or without a bucket. */
const HOST =
  /^(?:([a-z0-9][a-z0-9.-]*)\.)?s3(?:-accelerate|-external-1|-fips)?(?:\.dualstack)?(?:[.-]([a-z]{2}(?:-[a-z]+)+-\d))?\.amazonaws\.com$/u;

/** A bucket at an endpoint, a host with or without its scheme. Of Amazon's own only the region is left, where the host says one. */
export function atEndpoint(target: Target, endpoint: string): Target {
  const own = amazonHost(endpoint);
  return own === undefined ? { ...target, endpoint } : { ...target, region: target.region ?? own.region };
}

/** What a host of Amazon's says; undefined where it is not theirs. China's are of another company, with accounts of its own. */
export function amazonHost(endpoint: string): { readonly bucket?: string; readonly region?: string } | undefined {
  const host = endpoint
    .toLowerCase()
    .replace(/^https?:\/\//u, '')
    .replace(/(?::\d*)?(?:\/.*)?$/u, '');
  const match = HOST.exec(host);
  return match === null ? undefined : { bucket: match[1], region: match[2] };
}
