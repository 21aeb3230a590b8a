/** What `start.ts` tells the child as its one argument, in JSON. */
export type ChildOptions = {
  /** Folder of the database; in memory without it. */
  dataDir?: string
  lockFile?: string
  /** A packed database folder (tar) to start from. */
  template?: string
  listen: { path: string } | { port: number }
}

export type ChildMessage =
  | { kind: 'ready' }
  | { kind: 'locked'; pid: number }
  | { kind: 'failed'; reason: string }
  | { kind: 'dump'; base64: string }
