// The closing line: what vitest's own reports say passed and failed, those of the flows in a browser included. A run without
// a report, or without a test, has failed.
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'

const reports = ['vitest.json', 'e2e.json'].map((name) =>
  JSON.parse(readFileSync(`node_modules/.cache/${name}`, 'utf8')),
)
const sum = (count) => reports.reduce((total, report) => total + report[count], 0)

// The last thing printed is what is still seen where a log is cut.
for (const { name, assertionResults, message } of reports.flatMap(({ testResults }) => testResults)) {
  const file = relative(process.cwd(), name)
  const failed = assertionResults.filter(({ status }) => status === 'failed')
  if (failed.length === 0 && message) console.log(`\n${file}\n${message}`)
  for (const { fullName, failureMessages } of failed)
    console.log(`\n${file}\n${fullName}\n${failureMessages.join('\n').slice(0, 3000)}`)
}
console.log(`${sum('numPassedTests')} passed, ${sum('numFailedTests')} failed`)
const pending = sum('numPendingTests')
if (pending > 0) console.error(`${pending} were skipped: no check is skipped.`)
const isEmpty = reports.some(({ numPassedTests }) => numPassedTests === 0)
process.exit(isEmpty || sum('numFailedTests') > 0 || pending > 0 ? 1 : 0)
