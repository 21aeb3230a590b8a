export { listAudit } from './list-audit.ts'
export { type AuditNote, auditCte, recorded, type SubjectType } from './record.ts'
export * from './schemas.ts'
