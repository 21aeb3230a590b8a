import { uploadFile } from '../../api/upload.ts'

/** Gives a configuration a recording, in place of the one it has; throws as `uploadFile` does. */
export const uploadRecording = async (id: number, file: File): Promise<void> => {
  await uploadFile('/upload/configs', { id, filename: file.name }, file)
}
