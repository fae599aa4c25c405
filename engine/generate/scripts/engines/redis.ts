/** Redis servers, whose dump redis-cli fetches as a replica would. */
import type { Engine } from '../engine.ts';
import { shellQuote } from '../quote.ts';
import { serverReason } from '../text.ts';

export const redis: Engine = {
  name: 'redis',
  user: 'redis',
  tools: { 'redis-cli': ['full'] },
  fetchesLog: false,
  physical: ['redis-cli'],
  systemReason: serverReason,
  /** No password is among it: it stands in the credentials file, alone. */
  chainSettings: ({ system: { host, port, user, credentials } }) => [
    ...(host === undefined ? [] : [`redis_host=${shellQuote(host)}`]),
    ...(port === undefined ? [] : [`redis_port=${port}`]),
    ...(user === undefined ? [] : [`redis_user=${shellQuote(user)}`]),
    ...(credentials === undefined ? [] : [`credentials=${shellQuote(credentials)}`]),
  ],
  jobSettings: () => [],
  questions: () => [],
  extras: () => [],
  checked: 'checked: … keys',
  reached: 'Connect with: redis-cli -s FOLDER/server.sock',
  replaced: '… is replaced; the old one is ….damaged-…',
  environment: [
    `# The folder of the Redis programs, if they are not on the PATH.
#BACKUPPLAN_REDIS_BIN=/opt/redis/bin`,
  ],
};
