// Known weaknesses of packages, of high severity or worse. Some registries have the packages and not this list: then it says so,
// since nothing was looked at, and does not fail what nobody could mend.
import { spawnSync } from 'node:child_process'

const { stdout, status } = spawnSync('npm', ['audit', '--audit-level=high', '--json'], { encoding: 'utf8' })
const report = JSON.parse(stdout)
if (report.error || !report.metadata) {
  console.error(
    `NOT CHECKED: the registry has no list of known weaknesses (${report.error?.summary || report.message || 'no answer'}).`,
  )
} else {
  const { critical, high, moderate, low } = report.metadata.vulnerabilities
  console.log(`Known weaknesses of packages: ${critical} critical, ${high} high, ${moderate} moderate, ${low} low.`)
  process.exitCode = status
}
