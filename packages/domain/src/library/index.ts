export { answerOfLibrary } from './answer-of-library.ts'
export { keepLibrary, type Library, noLibrary } from './keep-library.ts'
