/** All faults for the dumps of MariaDB or MySQL and its binary log. */
import type { Product } from '../binlog-server.ts';
import { binlogRig } from './binlog.ts';
import { inFolders } from './engine.ts';
import { faultsOf } from './faults.ts';

export function dumpFaults(product: Product): void {
  faultsOf({
    name: `${product.name}, dump and binary log`,
    copies: true,
    server: true,
    log: true,
    room: 64,
    slow: true,
    phases: [
      { fault: 'killed: dump', program: product.tool, when: '[[ $* == *--databases* ]]' },
      {
        fault: 'killed: verify',
        program: 'tail',
        when: '[[ $* == *.sql ]]',
        instants: [
          { call: 1, at: 'before' },
          { call: 1, at: 'after' },
          { call: 2, at: 'before' },
          { call: 2, at: 10 },
          { call: 2, at: 'after' },
        ],
      },
      ...inFolders,
    ],
    make: (folders) => binlogRig(product, folders, 'full daily at 02:00 to nas;'),
  });
}
