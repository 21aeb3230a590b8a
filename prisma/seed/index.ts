export { curricula } from './library.ts'
export { seedLibrary, seedReference } from './write.ts'
