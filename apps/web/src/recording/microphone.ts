/** The microphones of this device. */

export type MicrophoneProblem = 'denied' | 'missing' | 'busy' | 'insecure'

export class MicrophoneError extends Error {
  readonly problem: MicrophoneProblem

  constructor(problem: MicrophoneProblem, options?: ErrorOptions) {
    super(`The microphone cannot be used: ${problem}.`, options)
    this.problem = problem
  }
}

/** What a browser says, as what to do about it. */
export const problemOf = (error: unknown): MicrophoneProblem => {
  switch ((error as { name?: string } | null)?.name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied'
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing'
    default:
      return 'busy'
  }
}

/**
 * Opens a microphone, as music needs it: what browsers do for speech cuts held notes off and evens soft and loud out.
 * @throws {MicrophoneError}
 */
export const openMicrophone = async (deviceId: string | null): Promise<MediaStream> => {
  // Browsers hand out microphones over TLS alone, and on the machine itself.
  if (!navigator.mediaDevices) throw new MicrophoneError('insecure')
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: {
        echoCancellation: false,
        noiseSuppression: false,
        autoGainControl: false,
        ...(deviceId === null ? {} : { deviceId: { exact: deviceId } }),
      },
    })
  } catch (error) {
    throw new MicrophoneError(problemOf(error), { cause: error })
  }
}

export type Microphone = { id: string; name: string }

/** The microphones there are; their names are told once one was opened. */
export const listMicrophones = async (): Promise<Microphone[]> =>
  (await navigator.mediaDevices.enumerateDevices())
    .filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== '')
    .map(({ deviceId, label }) => ({ id: deviceId, name: label }))

export const closeStream = (stream: MediaStream | null): void => {
  for (const track of stream?.getTracks() ?? []) track.stop()
}
