/** One activity of each type, with what it tells the student to do. */
import type { ActivityTypeName, PartTypeName } from './reference.ts'

export type ReferenceActivity = {
  type: ActivityTypeName
  /** The part that the student sees; null where the activity is about no part. */
  partType: PartTypeName | null
  /** HTML, for a twelve-year-old. */
  body: string
}

export const activities: readonly ReferenceActivity[] = [
  {
    type: 'Melody',
    partType: 'Melody',
    body: `<p>Listen to the melody once before you play a note. Look at the key signature and the time signature,
and finger through the tune without a sound.</p>
<ol>
<li>Practice slowly, two bars at a time.</li>
<li>Play it from beginning to end with a steady beat.</li>
<li>Record yourself, listen back, and hand in the take you like best.</li>
</ol>`,
  },
  {
    type: 'Bassline',
    partType: 'Bassline',
    body: `<p>The bass line is the floor that the melody stands on. Check the key and the time signature, then
listen for the places where the harmony changes.</p>
<ol>
<li>Tap the rhythm and count out loud.</li>
<li>Play slowly, with full, even notes.</li>
<li>Record yourself with the beat so steady that a friend could play the melody on top.</li>
</ol>`,
  },
  {
    type: 'Creativity',
    partType: 'Combined',
    body: `<p>Now you are the composer. Take a bit of this tune that you like, perhaps a rhythm or the first three
notes, and make a short new piece out of it.</p>
<p>You can repeat it, turn it upside down, move it higher or change how it ends. Play every bar as you write it.
Keep what sounds good, then hand in your piece.</p>`,
  },
  {
    type: 'Reflection',
    partType: 'Combined',
    body: `<p>Listen to your own recording as if you were its teacher.</p>
<ol>
<li>Rhythm: was the beat steady, and did every note get its full length?</li>
<li>Tone: was the sound clear and even, high and low?</li>
<li>Expression: could someone hear where your phrases begin and end?</li>
</ol>
<p>Rate each one honestly. Then write which bar you would practice first, and how.</p>`,
  },
  {
    type: 'Connect Benjamin',
    partType: null,
    body: `<p>Listen to the piece by Benjamin that your class is working on, with your eyes closed, all the way
through.</p>
<p>Composers put people they know and things they lived through into their music. Write down one moment that made
you curious. What might it tell us about the composer? Does it remind you of somebody or something in your own
life?</p>`,
  },
  {
    type: 'Connect Danyew',
    partType: null,
    body: `<p>Listen to the piece by Danyew that your class is working on, and read what its title and any notes say
about it.</p>
<p>Music can carry a place, a time or an old story. Which one do you hear in this piece? Name an instrument, a
rhythm or a change of mood that gives you the idea. Then tell us what else from history it makes you think of.</p>`,
  },
  {
    type: 'Connect Green',
    partType: null,
    body: `<p>Listen to the piece by Green that your class is working on. Who do you think it speaks to, and what
does it ask them to feel or to do?</p>
<p>Music can bring a community together. Write about a time when music did that where you live: at a game, a
service, a party or a parade. How is this piece like it, and how is it different?</p>`,
  },
  {
    type: 'Connect Beginner',
    partType: 'Combined',
    body: `<p>Play this tune, or listen to it, for someone at home: a parent, a grandparent, a neighbor.</p>
<p>Ask them whether they know it, or a song like it. Where did they first hear it, and who sang or played it? Write
down what they told you in three or four sentences, and add what you think the tune is good for.</p>`,
  },
  {
    type: 'MelodyPost',
    partType: 'Melody',
    body: `<p>You have lived with this melody for some weeks. Time to record it again!</p>
<ol>
<li>Listen to your first recording, without playing along.</li>
<li>Warm up, then play the hardest two bars slowly.</li>
<li>Record the whole melody.</li>
</ol>
<p>Compare the two takes before you hand in the new one. Listen for what grew: the beat, the sound, the shape of the
phrases.</p>`,
  },
  {
    type: 'BasslinePost',
    partType: 'Bassline',
    body: `<p>After weeks of practice, record the bass line once more.</p>
<ol>
<li>Listen to your first recording and pick one thing to improve.</li>
<li>Play the bass line while you hear the melody in your head.</li>
<li>Record it from beginning to end.</li>
</ol>
<p>Listen to both takes. What is steadier, fuller or easier now? Be proud of it, then hand it in.</p>`,
  },
  {
    type: 'Aural',
    partType: 'Melody',
    body: `<p>Your group plays telephone with a tune, and your job is to work <strong>by ear</strong>.</p>
<ol>
<li>Listen until you can sing the tune.</li>
<li>Find it on your instrument without looking at any notes.</li>
<li>Sing an answer to it, and play what you sang.</li>
</ol>
<p>Record your answer. The next player will start from what you pass on.</p>`,
  },
  {
    type: 'Theoretical',
    partType: 'Melody',
    body: `<p>Your group plays telephone with a tune, and your job is to work <strong>by what you know</strong>.</p>
<ol>
<li>Name the key and write out its scale.</li>
<li>Find the chord that belongs to each bar.</li>
<li>Build a new version: chord notes on the strong beats, scale steps between them.</li>
</ol>
<p>Play it through, then hand it on to the next player.</p>`,
  },
  {
    type: 'Exploratory',
    partType: 'Melody',
    body: `<p>Your group plays telephone with a tune, and your job is to work <strong>by trying things
out</strong>.</p>
<ol>
<li>Play the tune, then change one thing: a rhythm, a note, the speed.</li>
<li>Try at least five changes, even silly ones.</li>
<li>Keep the two that surprise you most and make them fit together.</li>
</ol>
<p>Hand on what you found.</p>`,
  },
  {
    type: 'Study',
    partType: 'Melody',
    body: `<p>Get to know this melody in four steps: listen, look, practice, look back. Each step has a few questions
about what you hear and see. There are no wrong answers.</p>
<p>What you write is saved as you go. You can stop after any step and go on later, also on another device.</p>`,
  },
]
