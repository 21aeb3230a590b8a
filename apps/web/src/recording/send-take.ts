/** Sends one take by tus, from where an earlier try broke off. */
import { TRPCClientError } from '@trpc/client'
import { DetailedError, Upload } from 'tus-js-client'
import { client, type Outputs } from '../api/client.ts'
import { answerAsError } from '../api/sent-error.ts'
import type { Take } from './takes.ts'

/** What the server has of a take. */
export type Receipt = Pick<Outputs['submissions']['mine'][number], 'id' | 'index' | 'submittedAt'> & {
  attachments: Pick<Outputs['attachments']['list'][number], 'sizeBytes' | 'sha256'>[]
}

/** The server's copy of a take, if it has one: an answer may have been lost on its way back. */
export const findReceipt = async ({ course, assignmentId, sha256 }: Take): Promise<Receipt | null> => {
  const mine = await client.submissions.mine.query({ course, courseAssignmentId: assignmentId })
  return mine.find(({ attachments }) => attachments.some((attachment) => attachment.sha256 === sha256)) ?? null
}

/**
 * Sends a take; `onProgress` hears of the share that has arrived, from 0 to 1.
 * @returns the receipt; null where the take has arrived and the answer has not
 * @throws {TRPCClientError} with `data` where the server refuses, without where it was not reached
 */
export const sendTake = (take: Take, onProgress: (share: number) => void): Promise<Receipt | null> =>
  new Promise((done, fail) => {
    const upload = new Upload(take.recording, {
      endpoint: '/uploads',
      // Tries again are made by whoever calls, after a look whether the answer alone was lost: tus would send it all anew.
      retryDelays: null,
      metadata: {
        course: take.course,
        courseAssignmentId: String(take.assignmentId),
        filename: take.filename,
      },
      fingerprint: async () => `cpr-take-${take.id}`,
      removeFingerprintOnSuccess: true,
      onProgress: (sent, all) => onProgress(all === 0 ? 0 : sent / all),
      onSuccess: ({ lastResponse }) => done(receiptOf(lastResponse.getBody())),
      onError: (error) => fail(refusalOf(error)),
    })
    upload.findPreviousUploads().then(([earlier]) => {
      if (earlier) upload.resumeFromPreviousUpload(earlier)
      upload.start()
    }, fail)
  })

const receiptOf = (body: string): Receipt | null => (body === '' ? null : (JSON.parse(body) as Receipt))

/** Locked by a request that the server has not given up yet, or further than it seemed: the next try finds out. */
const passingStatuses = [409, 423]

/** An error of an upload as those of the procedures are; without `data` where trying again may help. */
export const refusalOf = (error: Error | DetailedError): TRPCClientError<never> => {
  const answer = error instanceof DetailedError ? error.originalResponse : null
  if (!answer || passingStatuses.includes(answer.getStatus())) return TRPCClientError.from(error)
  return answerAsError(answer.getStatus(), answer.getBody())
}
