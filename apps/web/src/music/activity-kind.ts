/** What an activity asks for, which decides what its page offers. */
import { text } from '../text/index.ts'

/** `record`: a recording; `write`: a text; `either`: whichever the student likes; `steps`: four pages of questions. */
export type ActivityKind = 'record' | 'write' | 'either' | 'steps'

type Activity = { type: string; category: string }

const firstWord = (name: string): string => name.split(' ', 1)[0] ?? ''

/** By the category: performing is recorded, responding and connecting is written, creating is played or written down, a study has steps. */
export const kindOf = ({ category }: Activity): ActivityKind => {
  switch (firstWord(category)) {
    case 'Perform':
    case 'PerformPost':
      return 'record'
    case 'Create':
      return 'either'
    case 'Study':
      return 'steps'
    default:
      return 'write'
  }
}

/** Whether a student rates the own playing here: when looking back at it. */
export const asksForRating = ({ category }: Activity): boolean => firstWord(category) === 'Respond'

const titles: Record<string, string> = text.activities.titles

/** What an activity is called on a page; types that a site added keep their own name. */
export const titleOf = ({ type }: Pick<Activity, 'type'>): string => titles[type] ?? titles[firstWord(type)] ?? type
