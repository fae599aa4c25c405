/** etcd clusters, by the snapshot of one member. */
import type { Engine } from '../engine.ts';
import { shellQuote } from '../quote.ts';
import { serverReason } from '../text.ts';

export const etcd: Engine = {
  name: 'etcd',
  user: 'etcd',
  tools: { etcdctl: ['full'] },
  fetchesLog: false,
  physical: ['etcdctl'],
  systemReason: serverReason,
  /** Certificates and the password stand in the credentials file. */
  chainSettings: ({ system: { host, port, user, credentials } }) => [
    ...(host === undefined ? [] : [`etcd_host=${shellQuote(host)}`]),
    ...(port === undefined ? [] : [`etcd_port=${port}`]),
    ...(user === undefined ? [] : [`etcd_user=${shellQuote(user)}`]),
    ...(credentials === undefined ? [] : [`credentials=${shellQuote(credentials)}`]),
  ],
  jobSettings: () => [],
  questions: () => [],
  extras: () => [],
  checked: 'checked: … keys at revision …',
  reached: 'Connect with: cd FOLDER && ETCDCTL_API=3 etcdctl --endpoints unix://localhost:2379',
  replaced: '… is replaced; the old one is ….damaged-…',
  environment: [
    `# The folder of the etcd programs, if they are not on the PATH.
#BACKUPPLAN_ETCD_BIN=/opt/etcd/bin`,
    `# How this member is called when it is restored in place, and the cluster that it makes with the others.
#BACKUPPLAN_ETCD_NAME=default
#BACKUPPLAN_ETCD_PEER_URL=http://localhost:2380
#BACKUPPLAN_ETCD_CLUSTER=default=http://localhost:2380`,
  ],
};
