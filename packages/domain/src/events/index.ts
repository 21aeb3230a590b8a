export { createEvents, type Events, mostStreams, noEvents } from './events.ts'
export { hear } from './hear.ts'
export { tell, toldSql } from './tell.ts'
export { type Behind, type EventsByTopic, type Topic, type WorkEvent, workOf, workOfSql } from './topics.ts'
