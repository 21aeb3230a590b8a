import { audit } from '@cpr/domain'
import { procedure, router } from '../trpc.ts'

export const auditRouter = router({
  list: procedure.input(audit.listAuditInput).query(({ ctx, input }) => audit.listAudit(ctx.domain, input)),
})
