/** The people of the demo and what they handed in. They are made up. */

export const teacher = { username: 'teacher', name: 'Tanya Teacher', instrument: 'Piano' }

export const students = [
  { username: 'ava', name: 'Ava Flores', instrument: 'Flute' },
  { username: 'ben', name: 'Ben Okafor', instrument: 'Oboe' },
  { username: 'chloe', name: 'Chloe Tran', instrument: 'Bb Clarinet' },
  { username: 'diego', name: 'Diego Ramos', instrument: 'Bb Clarinet' },
  { username: 'ella', name: 'Ella Novak', instrument: 'Eb Alto Saxophone' },
  { username: 'finn', name: 'Finn Larsen', instrument: 'Bb Tenor Saxophone' },
  { username: 'grace', name: 'Grace Adeyemi', instrument: 'Bb Trumpet' },
  { username: 'hugo', name: 'Hugo Martin', instrument: 'Bb Trumpet' },
  { username: 'iris', name: 'Iris Cohen', instrument: 'F Horn' },
  { username: 'jamal', name: 'Jamal Wright', instrument: 'Trombone' },
  { username: 'kaya', name: 'Kaya Demir', instrument: 'Euphonium BC' },
  { username: 'liam', name: 'Liam Byrne', instrument: 'Tuba' },
]

type Marks = { rhythm: number; tone: number; expression: number }

export const work: {
  student: string
  activityType: string
  content: string
  selfMarks?: Marks
  marks?: Marks
}[] = [
  {
    student: 'ava',
    activityType: 'Reflection',
    content: 'I kept the beat in the first half, then rushed the long notes. Next time I will count them out loud.',
    selfMarks: { rhythm: 3, tone: 4, expression: 3.5 },
    marks: { rhythm: 3.25, tone: 4, expression: 4 },
  },
  {
    student: 'chloe',
    activityType: 'Reflection',
    content: 'The jump across the break still squeaks. My tone is best when I am not thinking about my fingers.',
    selfMarks: { rhythm: 4, tone: 2.5, expression: 3 },
    marks: { rhythm: 4.25, tone: 3, expression: 3.5 },
  },
  {
    student: 'jamal',
    activityType: 'Reflection',
    content: 'It is hard to find fourth position in time. I liked the ending, it sounded like a real band.',
    selfMarks: { rhythm: 3, tone: 3, expression: 4.5 },
  },
  {
    student: 'grace',
    activityType: 'Creativity',
    content: 'I turned the first four bars upside down and ended on the home note.',
    marks: { rhythm: 4.5, tone: 4, expression: 5 },
  },
  {
    student: 'hugo',
    activityType: 'Creativity',
    content: 'Same rhythm as the tune, but every note is a step higher than the one before.',
  },
]
