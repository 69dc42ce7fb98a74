/** Steps of a run at which tests break it off, and what has happened by then. */
export const failpoints = {
  'after ledger migration': 'the ledger has what it lacked, and nothing of that is committed',
  'after run begin': 'the ledger says that the run began',
  'after generator': 'a generator has ended, and what it wrote is not in its place',
  'during placing': 'some of what a generator wrote is in its place',
  'after first hooks': 'hooks before a node, outside of its transaction, have run',
  'before begin': 'everything about a node is known, and its transaction has not begun',
  'after begin': 'the transaction of a node has begun and done nothing',
  'after pre-hooks': 'hooks before a node, inside of its transaction, have run',
  'after file memory': 'delivered files are remembered, and their rows are not in the table',
  'after external write': 'the rows of an external model lie beside their place',
  'after build': 'the new version of a node is in its place, for its transaction alone',
  'after contract': 'the new version keeps what its contract promises',
  'after post-hooks': 'hooks after a node, inside of its transaction, have run',
  'after tests': 'the new version is judged',
  'after stored failures': 'bad rows of a version that is undone are kept, and nothing of that is committed',
  'after ledger row': 'the ledger has the row of a node, and nothing of that is committed',
  'after interval memory': 'an interval is remembered, and nothing of that is committed',
  'during external swap': 'what an external model wrote before is set aside, and the new is not in its place',
  'after external swap': 'what an external model wrote is in its place, and its view is not',
  'before commit': 'all of a node is done, and its transaction is open',
  'after commit': 'the transaction of a node is committed, and nobody has looked whether it was kept',
  'after verify': 'the new version of a node is known to be kept, and nobody was told',
  'before last hooks': 'a node is published, and hooks after it, outside of its transaction, have not run',
  'after last hooks': 'hooks after a node, outside of its transaction, have run, and the ledger does not say so',
  'before shared commit': 'all of several small nodes is done, and their one transaction is open',
  'after shared commit': 'the one transaction of several small nodes is committed, and nobody was told',
  'before atomic commit': 'everything of an atomic run is done, and its transaction is open',
  'after atomic commit': 'the transaction of an atomic run is committed, and nobody was told',
  'before run end': 'all nodes are over, and the ledger does not say that the run ended',
  'after run end': 'the ledger says that the run ended, and not what the next one compares with',
  'before checkpoint': 'the run is over, and its log is not taken into the database file',
  'after checkpoint': 'the database is closed, and no artifact of the run is written',
  'during artifacts': 'one artifact of the run is written, and the next is not',
} as const;

export type Failpoint = keyof typeof failpoints;

/** Told that a run has come to a failpoint, and by which node. It may throw, wait, or end the process. */
export type Reach = (point: Failpoint, node?: string) => Promise<void>;
