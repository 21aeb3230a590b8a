/**
 * What an import does with a source that is not as it should be. Every repair is one of these, and is reported with the
 * table and id of the row; `docs/switching-over.md` has the same list.
 */
export const repairs = {
  // Values.
  'unstorable-characters':
    'PostgreSQL holds no NUL and no half of a character: the one is left out, the other becomes U+FFFD.',
  'naive-time': 'A time without a zone is read as UTC.',
  'unreadable-time': 'A time that is none becomes empty, or 1970-01-01 where there must be one.',
  'unreadable-day': 'A day that is none becomes empty, or the other end of the course where there must be one.',
  'unreadable-json': 'Text that is no JSON, where there must be some, is kept as {"unreadable": text}.',
  'unexpected-json': 'JSON of another kind than the column holds is kept under the name "unreadable".',
  'unusable-row': 'A row without a usable id is left out.',
  'missing-row': 'A row that refers to one that is not there, and means nothing without it, is left out.',
  'missing-reference': 'A reference to a row that is not there becomes empty where it may be.',
  duplicate: 'A second row for what there can be once is merged into the first: what referred to it refers to that.',

  // Music and plans.
  'same-name': 'Of two rows of one name the first stays; what referred to the second refers to it.',
  'same-name-differs': 'An instrument of the name of another one gets its id behind its name.',
  'no-midi-program': 'An instrument without a General MIDI program, or with one past 128, gets the first.',
  slug: 'A slug that is empty or taken gets a number behind it; the row with the lower id keeps it.',
  'second-part': 'A second part of one type in a piece gets a type of its own, such as "Melody (2)".',
  'second-notation':
    'A second notation for one transposition of a part takes the place of an empty one, else is left out.',
  'plan-type': 'A type of plan that is not known becomes none, a type of group the only one there is.',
  positions: 'Positions that are taken or below 1 are numbered anew, in their order.',
  'submission-count': 'A number of submissions that is none becomes 1.',

  // People and courses.
  username: 'A username that is empty or taken gets the id behind it; the lower id keeps it.',
  'address-taken':
    'An e-mail address that two accounts have stays with the one that verified it, else with the lower id; it is kept in the audit trail.',
  'address-extra': 'Further e-mail addresses of an account are kept in the audit trail.',
  'group-unknown': 'A group other than teachers, students and researchers has no counterpart.',
  'role-unknown': 'A role in a course that is not known becomes student, which may do the least.',
  'course-days': 'A course that ends before it starts has its two days changed over.',
  'staff-flag': 'Access to the administration pages ("is_staff") is no right here; it is kept in the audit trail.',
  'invitation-unclear': 'An open invitation to no group, or to another than teachers, is left out: ours make teachers.',

  // Assignments of single students, before the remodel.
  'piece-told': 'An assignment without a piece is for the piece of its part, else of its plan.',
  'no-piece':
    'An assignment that nothing tells the piece of is for "Unknown piece", made for it, where there is work on it; else it is left out.',
  'assigned-twice':
    'Two assignments of one student for one activity and piece become one; the newer one says instrument and deadline, work on both is kept.',
  'part-resolved':
    'The part of an assignment is that of its activity, else the Melody; work keeps the part it was made from.',
  'plan-chosen': 'Assignments of one course that name several plans get the plan that most of them name.',
  'group-of-own': 'An activity that others have in a group, without a group, is kept in a group of its own.',

  // Assignments and work.
  'group-twice': 'A second student with one activity in a group gets a group of their own.',
  'grade-range':
    'A mark that is none of 1 to 5 in quarters becomes the nearest; the old one is kept in the audit trail.',
  'grade-shared': 'A grade that two submissions point at is copied, so that each has its own.',
  'step-range': 'A step below 1 or above 4 becomes the nearest.',
  'no-file': 'An attachment that names no file is left out.',
  'log-entry':
    'An entry of a log without time, step or operation gets those of its progress; what it had is in its data.',
  'attempt-number': 'An attempt below 0 becomes 0.',
} as const

export type Repair = keyof typeof repairs
