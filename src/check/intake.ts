import type { Adapter, ColumnType, FileContract, Inspection } from '../adapter/port.ts';
import type { NodeId, Source } from '../nodes/node.ts';
import { contractOf, declaredColumns, type FoundFile, remembered, type SourceFiles, scanOf } from './source-files.ts';

/** A delivered file, and what came of holding it to the contract of its source. */
export interface Inspected {
  readonly file: FoundFile;
  readonly inspection: Inspection;
}

/** Sources with a schema contract, looked at once however many nodes read them. */
export interface Intakes {
  readonly inspect: (source: Source, files: readonly FoundFile[]) => Promise<readonly Inspected[]>;
  /** All files of a source. */
  readonly all: (source: Source) => Promise<readonly Inspected[]>;
  /** Files with what has to be known to read each in its own types; those of a contract know it already. */
  readonly shaped: (source: Source, files: readonly FoundFile[]) => Promise<readonly FoundFile[]>;
  /** The columns that a source gives: as declared, or as its files let them evolve. */
  readonly columns: (source: Source) => Promise<readonly ColumnType[]>;
}

export function intakes(adapter: () => Promise<Adapter>, files: SourceFiles, now: Date): Intakes {
  const inspections = new Map<string, Inspection>();
  const whole = new Map<NodeId, Promise<readonly Inspected[]>>();
  const columns = new Map<NodeId, Promise<readonly ColumnType[]>>();
  const keyOf = (source: Source, { path, size, modified }: FoundFile) => `${source.id} ${size} ${modified} ${path}`;

  const inspect: Intakes['inspect'] = async (source, wanted) => {
    // Columns that evolve are those of all files, so all are held against each other.
    const looked = mayEvolve(contractOf(source)) ? await files.find(source) : wanted;
    const fresh = looked.filter((file) => !inspections.has(keyOf(source, file)));
    if (fresh.length > 0) {
      const found = await (await adapter()).inspect(scanOf(source, fresh, now));
      fresh.forEach((file, at) => {
        const one = found[at];
        if (one) inspections.set(keyOf(source, file), one);
      });
    }
    return wanted.flatMap((file) => {
      const inspection = inspections.get(keyOf(source, file));
      if (!inspection) return [];
      return [{ file: inspection.ok && inspection.shape ? { ...file, shape: inspection.shape } : file, inspection }];
    });
  };
  const all: Intakes['all'] = (source) =>
    remembered(whole, source.id, async () => inspect(source, await files.find(source)));
  return {
    inspect,
    all,
    shaped: async (source, wanted) => {
      const isKnown = contractOf(source) !== null || declaredColumns(source).length === 0;
      if (isKnown || source.files?.format !== 'parquet' || wanted.length < 2) return wanted;
      const shapes = await (await adapter()).shapes(scanOf(source, wanted, now));
      return wanted.map((file, at) => ({ ...file, ...(shapes[at] && { shape: shapes[at] }) }));
    },
    columns: (source) =>
      remembered(columns, source.id, async () => {
        if (!mayEvolve(contractOf(source))) return declaredColumns(source);
        const good = readable(await all(source));
        return (await adapter()).evolved(scanOf(source, good, now));
      }),
  };
}

export function readable(inspected: readonly Inspected[]): readonly FoundFile[] {
  return inspected.filter(({ inspection }) => inspection.ok).map(({ file }) => file);
}

/** Whether the columns of a source depend on its files. */
export function mayEvolve(contract: FileContract | null): boolean {
  return contract?.columns === 'evolve' || contract?.dataType === 'evolve';
}
