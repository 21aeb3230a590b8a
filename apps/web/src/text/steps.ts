/** The four steps of a study, in words: what to do in each, and what it asks. English, as the rest in `en.ts`. */

export const steps = {
  titles: { 1: 'Listen', 2: 'Look', 3: 'Practice', 4: 'Look back' },
  leads: {
    1: 'First only your ears have work to do.',
    2: 'Now let your eyes find what your ears heard.',
    3: 'Take your instrument. Slow is allowed, and clever.',
    4: 'Think of where you began, and of where you are.',
  },
  tasks: {
    1: ['Play the melody to its end, without looking at the notes.', 'Play it again, and tap the beat with your foot.'],
    2: [
      'Find the key signature, the time signature and the highest note.',
      'Play the melody once more, and follow it in the notes with your finger.',
      'Find the two bars that look hardest to you.',
    ],
    3: [
      'Set a tempo at which you could play along without a mistake, and listen to it.',
      'Play those two hard bars alone, then with the bars around them.',
      'Make it a little faster each time that it works.',
    ],
    4: [
      'Play the whole melody, then listen to it here once more.',
      'Compare: what do you hear now that you did not hear at first?',
    ],
  },
  questions: {
    'study.listen.first': {
      label: 'What did you notice first?',
      help: 'A rhythm, a jump, a mood: whatever came to you.',
    },
    'study.listen.known': {
      label: 'Do you know this melody?',
      options: { yes: 'Yes, well', somewhat: 'I think so', no: 'No, it is new to me' },
    },
    'study.listen.repeats': {
      label: 'Which bit comes back, and how many times?',
      help: 'Describe it in your own words.',
    },
    'study.look.key': {
      label: 'What do the signatures at the beginning tell you?',
      help: 'Sharps or flats, and how many beats there are in a bar.',
    },
    'study.look.hardest': {
      label: 'Which bars look hardest, and why?',
      help: 'Count the bars from the first one.',
    },
    'study.practice.tempo': {
      label: 'Which tempo did you begin with, and which one did you reach?',
      help: 'In beats a minute.',
    },
    'study.practice.how': {
      label: 'What made the hard bars easier?',
      help: 'So that a friend could do the same.',
    },
    'study.practice.feeling': {
      label: 'How sure are you of this melody now?',
      options: { 1: 'Not at all', 2: 'A little', 3: 'Fairly', 4: 'Very', 5: 'I could play it in my sleep' },
    },
    'study.back.new': {
      label: 'What do you hear now that you did not hear at first?',
      help: '',
    },
    'study.back.next': {
      label: 'What will you practice next time, and how?',
      help: '',
    },
  },
  /** What a step asks one to do with the player, where that is still missing. */
  deeds: {
    audio_played: 'Listen to the melody in this step.',
    tempo_changed: 'Set a tempo of your own in this step.',
  },
  title: (number: number, name: string) => `Step ${number}: ${name}`,
  all: 'Steps of this activity',
  where: (number: number) => `Step ${number} of 4`,
  states: { finished: 'Finished', open: 'Open', closed: 'Not open yet' },
  toDo: 'What to do',
  listen: 'The melody',
  questionsTitle: 'Your answers',
  begin: 'Begin with step 1',
  goOn: (number: number) => `Go on with step ${number}`,
  lead: 'Four steps, one after the other. You can stop after any of them, and go on where you were, on any device.',
  finishedAll: 'You have finished all four steps. Your teacher can see it. Everything stays here to read.',
  finished: 'You finished this step. You can read and listen again.',
  notOpenTitle: 'This step is not open yet',
  notOpen: (number: number) => `First finish step ${number}: then the next one opens.`,
  missing: 'Before you can finish this step:',
  answer: (question: string) => `Answer: ${question}`,
  finish: (number: number) => `Finish step ${number}`,
  finishAll: 'Finish the last step',
  stepDone: (number: number) => `Step ${number} is finished.`,
  allDone: 'All four steps are finished. Well done!',
  unanswered: 'No answer',
  saving: 'Saving …',
  saved: 'Saved',
  nothingYet: 'What you write is saved as you go.',
  waiting: 'Kept on this device. It is sent when the connection is back.',
  notSaved: 'Not sent. It is kept on this device.',
  archived: 'This course is over: you can read your answers, and change nothing.',
  count: (finished: number) => `${finished} of 4 steps`,
  teacher: {
    lead: (finished: number, all: number) => `${finished} of ${all} students have finished all four steps.`,
    table: 'How far everybody is',
    student: 'Student',
    standing: 'Where they are',
    last: 'Last at work',
    notBegun: 'Not begun',
    at: (number: number, name: string) => `At step ${number}: ${name}`,
    finished: (when: string) => `Finished ${when}`,
    answers: 'Answers',
    showAnswers: (name: string) => `Answers of ${name}`,
    noAnswers: 'No answers yet',
    others: 'Other answers',
    emptyTitle: 'Nobody to show yet',
    empty: 'As soon as there are students in this course, you see here how far each of them is.',
  },
}
