export { answeredBefore, forgetKeys, keyPattern, once, type Repeatable } from './once.ts'
