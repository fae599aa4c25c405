/**
 * Findings as SARIF 2.1.0 (OASIS), within what GitHub takes of it: https://docs.github.com/en/code-security/code-scanning, "SARIF support".
 */
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ArtifactLocation, Location, Log, Region, ReportingDescriptor, Result } from 'sarif';
import { type Finding, type Severity, severities } from '../../engine/checks/finding.ts';
import type { Range } from '../../grammar/tree.ts';
import { version } from '../version.ts';
import { fingerprintsOf } from './fingerprints.ts';
import { gravestFirst } from './gravest.ts';
import { lineHashes } from './line-hashes.ts';
import { type Lines, linesOf } from './lines.ts';
import { printable } from './printable.ts';
import type { Report, Rule } from './report.ts';

/** GitHub refuses a file with more results in a run. */
const RESULTS = 25_000;
/** GitHub shows so many locations of a result. */
const LOCATIONS = 100;
/** Characters of a description that GitHub takes. */
const DESCRIPTION = 1024;

/** `ruleOf` tells what there is to say about the code of a finding. */
export function sarifReport(report: Report, ruleOf: (finding: Finding) => Rule): string {
  const { findings } = report;
  const kept = findings.length > RESULTS ? gravestFirst(findings).slice(0, RESULTS) : findings;
  const lines = linesOf(report.read);
  const fingerprints = fingerprintsOf(report);
  const hashes = hashesOf(report);
  const rules = new Map<string, ReportingDescriptor>();
  for (const finding of kept) if (!rules.has(finding.code)) rules.set(finding.code, descriptorOf(finding, report, ruleOf(finding)));
  const indices = new Map([...rules.keys()].map((code, index) => [code, index]));
  const log: Log = {
    version: '2.1.0',
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    runs: [
      {
        tool: { driver: { name: 'Backup Plan', semanticVersion: version, rules: [...rules.values()] } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
        invocations: [
          {
            executionSuccessful: report.complete,
            ...(kept.length === findings.length
              ? {}
              : {
                  toolExecutionNotifications: [
                    {
                      level: 'warning' as const,
                      message: {
                        text: `${findings.length - kept.length} of ${findings.length} findings, the mildest, are left out: a run has room for ${RESULTS}.`,
                      },
                    },
                  ],
                }),
          },
        ],
        results: kept.map((finding): Result => {
          const related = finding.related.slice(0, LOCATIONS - 1);
          const links = related.map(({ message }, index) => `\n[${text(message || 'See here.')}](${index})`);
          return {
            ruleId: finding.code,
            ruleIndex: indices.get(finding.code) ?? -1,
            level: levels[finding.severity],
            // A related place is shown only where the message links to it.
            message: { text: [text(finding.message), ...links].join('') },
            locations: [locationOf(finding.file, finding.range, report, lines)],
            ...(related.length === 0
              ? {}
              : {
                  relatedLocations: related.map(({ place, message }, id) => ({
                    id,
                    ...locationOf(place.file, place.range, report, lines),
                    ...(message === '' ? {} : { message: { text: text(message) } }),
                  })),
                }),
            partialFingerprints: {
              primaryLocationLineHash: hashes(finding.file)[lines.position(finding.file, finding.range.start).line] ?? '',
              'backupplanFinding/v1': fingerprints.get(finding) ?? '',
            },
          };
        }),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = { error: 'error', warning: 'warning', info: 'note', hint: 'note' };

function descriptorOf(finding: Finding, report: Report, { group, summary, page }: Rule): ReportingDescriptor {
  const shown = report.findings.filter(({ code }) => code === finding.code).map(({ severity }) => severities.indexOf(severity));
  const gravest = severities[Math.min(...shown)] ?? finding.severity;
  const description = { text: printable(summary).slice(0, DESCRIPTION) };
  return {
    id: finding.code,
    name: finding.code,
    shortDescription: description,
    fullDescription: description,
    help: { text: printable(page), markdown: printable(page) },
    defaultConfiguration: { level: levels[gravest] },
    properties: { tags: [group] },
  };
}

function locationOf(file: string, range: Range, report: Report, lines: Lines): Location {
  return { physicalLocation: { artifactLocation: artifactOf(report.located(file)), region: regionOf(file, range, lines) } };
}

/** A path of the repository by its root, any other by itself. */
function artifactOf(path: string): ArtifactLocation {
  if (isAbsolute(path)) return { uri: pathToFileURL(path).href };
  return { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}

/** Lines and columns count from 1; the end is the column after the last. */
function regionOf(file: string, range: Range, lines: Lines): Region {
  const [start, end] = [lines.position(file, range.start), lines.position(file, range.end)];
  return { startLine: start.line + 1, startColumn: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 };
}

/** Plain text in which no word of a plan becomes a link. */
function text(words: string): string {
  return printable(words).replace(/[\\[\]]/g, '\\$&');
}

/** The line hashes of a file, worked out once. */
function hashesOf({ read }: Report): (file: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (file) => {
    const hashes = known.get(file) ?? lineHashes(read(file) ?? '');
    known.set(file, hashes);
    return hashes;
  };
}
