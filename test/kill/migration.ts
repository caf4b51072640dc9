/** P7: a store process killed while it makes its tables leaves none or all, and the next one starts. */
import { openDatabase } from '../support/databases.js';
import type { DatabaseKind } from '../../src/server/index.js';
import { migrate } from '../../src/server/db/migrate.js';
import { startProcess } from '../support/store-process.js';

export interface MigrationFindings {
  /** Kills after which there was nothing, and after which there was everything. */
  readonly nothing: number;
  readonly all: number;
  readonly faults: readonly string[];
}

/** `fresh` gives a database without tables; `after` how many milliseconds after its beginning each process is killed. */
export async function killMigrations(
  kind: DatabaseKind,
  fresh: () => Promise<string>,
  after: readonly number[],
): Promise<MigrationFindings> {
  const findings = { nothing: 0, all: 0, faults: [] as string[] };
  for (const ms of after) {
    const at = await fresh();
    const process = startProcess({ kind, at, gateways: 'http://127.0.0.1:9', hold: true });
    await process.ready;
    const begun = process.go().then(
      () => undefined,
      () => undefined,
    );
    await new Promise((resolve) => setTimeout(resolve, ms));
    await process.kill();
    await begun;
    const database = openDatabase(kind, at);
    const names = async (): Promise<string[]> => {
      const tables = await database.db.introspection.getTables();
      return tables.map(({ name }) => name).filter((name) => !name.startsWith('kysely_'));
    };
    const before = await names();
    await migrate(database);
    const complete = await names();
    await database.close();
    if (before.length === 0) findings.nothing += 1;
    else if (before.length === complete.length) findings.all += 1;
    else findings.faults.push(`after ${ms} ms: ${before.length} of ${complete.length} tables`);
  }
  return findings;
}
