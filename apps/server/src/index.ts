export { readEnv } from './env.ts'
export { createServer, type ServerOptions } from './server.ts'
export { createServices } from './services.ts'
export { createUploadStore } from './upload-store.ts'
