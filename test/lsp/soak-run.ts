/** `npm run soak`: a server at work for half an hour (`SOAK_MINUTES`), whose memory has to be as flat at its end as at its beginning. */
import { soak } from './soak.ts';

const minutes = Number(process.env.SOAK_MINUTES ?? 30);
const seed = Number(process.env.SOAK_SEED ?? 1);
/** More than this share between the first quarter and the last is a leak. */
const FLAT = 0.2;

const { steps, requests, renames, first, last } = await soak(minutes, seed, console.log);
const grown = last / first - 1;
console.log(
  `${minutes} minutes of seed ${seed}: ${steps} steps, ${requests} requests, ${renames} renames; heap ${first.toFixed(1)} MB in the first quarter, ${last.toFixed(1)} MB in the last (${(100 * grown).toFixed(1)} %)`,
);
if (Math.abs(grown) > FLAT) {
  console.error('the memory of the server is not flat');
  process.exitCode = 1;
}
