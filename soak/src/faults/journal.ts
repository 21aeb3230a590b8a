/** What the server acknowledged, and what it contained: kept by those who sent it, not by the server. */

/** A file as it was sent, and as the server says that it has it. */
export type KeptFile = { id: number; url: string; key: string; sizeBytes: number; sha256: string }

type OnAssignment = { userId: number; courseAssignmentId: number }

export type Marks = { rhythm: number; tone: number; expression: number }

export type Acknowledged =
  | ({ kind: 'submission'; id: number; content: string; file: KeptFile | null } & OnAssignment)
  | { kind: 'attachment'; submissionId: number; file: KeptFile }
  | { kind: 'grade'; id: number; submissionId: number; graderId: number; marks: Marks }
  /** Its name is its own. */
  | ({ kind: 'event'; operation: string; step: number; data: object } & OnAssignment)

export type Journal = {
  acknowledged: Acknowledged[]
  /** Answers that nobody should get, whatever happened: said once each. */
  unforeseen: Map<string, number>
  /** How often something had to be sent again. */
  again: number
}

export const newJournal = (): Journal => ({ acknowledged: [], unforeseen: new Map(), again: 0 })

export const noteUnforeseen = ({ unforeseen }: Journal, what: string): void => {
  unforeseen.set(what, (unforeseen.get(what) ?? 0) + 1)
}

export const filesOf = (journal: Journal): KeptFile[] =>
  journal.acknowledged.flatMap((entry) => ('file' in entry && entry.file !== null ? [entry.file] : []))

/** `12 submissions, 3 recordings, …` */
export const figuresOf = ({ acknowledged, again }: Journal): string => {
  const count = (suits: (entry: Acknowledged) => boolean): number => acknowledged.filter(suits).length
  return [
    `acknowledged: ${count((entry) => entry.kind === 'submission' && entry.file === null)} submissions`,
    `${count((entry) => entry.kind === 'submission' && entry.file !== null)} recordings by tus`,
    `${count(({ kind }) => kind === 'attachment')} attachments`,
    `${count(({ kind }) => kind === 'grade')} grades`,
    `${count(({ kind }) => kind === 'event')} events; sent again ${again} times`,
  ].join(', ')
}
