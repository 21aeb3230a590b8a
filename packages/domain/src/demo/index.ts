export { isEmpty } from './is-empty.ts'
export { type SignIn, seedDemo } from './seed-demo.ts'
export { seedLibrary } from './seed-library.ts'
