import type { System } from '../../../plan/model.ts';

/** How runbooks call a program of a database server, on its own machine: at its port where the plan names one, since another server may have the usual one. */
export function asClient(program: string, { kind, port }: System): string {
  if (port === undefined) return program;
  switch (kind) {
    case 'mysql':
    case 'mariadb':
      // Without a protocol a local client takes the socket, whatever the port.
      return `${program} --protocol=tcp --port=${port}`;
    case 'redis':
      return `${program} -p ${port}`;
    default:
      return `${program} --port=${port}`;
  }
}
