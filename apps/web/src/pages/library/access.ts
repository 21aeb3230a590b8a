import { useRouteContext } from '@tanstack/react-router'

/** What somebody may do in the library: look at pieces, everybody; the rest as the server's policy has it. */
export const useAccess = () => {
  const { me } = useRouteContext({ from: '/signed-in' })
  return {
    mayEditPieces: me.isSuperuser,
    /** See plans, make them and change the own ones; curricula too. */
    mayPlan: me.isSuperuser || me.groups.includes('TEACHER'),
    mayEditPlan: ({ createdById }: { createdById: number | null }): boolean => me.isSuperuser || createdById === me.id,
    isMine: ({ createdById }: { createdById: number | null }): boolean => createdById === me.id,
  }
}
