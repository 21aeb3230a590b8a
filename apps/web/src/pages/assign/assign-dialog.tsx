import { text } from '../../text/index.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { AssignPreview } from './assign-preview.tsx'
import type { Choice } from './choice.ts'

type AssignDialogProps = { course: string; choice: Choice | null; onClose: () => void }

/** Shows what assigning will do before it does. */
export const AssignDialog = ({ course, choice, onClose }: AssignDialogProps) => (
  <Dialog
    opened={choice !== null}
    onClose={onClose}
    size="lg"
    title={choice && text.assign.previewTitle(choice.pieceName)}
  >
    {choice && <AssignPreview course={course} choice={choice} onClose={onClose} />}
  </Dialog>
)
