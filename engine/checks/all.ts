import { builtinCatalogue } from '../catalogue/builtin.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Check } from './check.ts';
import { ruleChecks } from './compliance/rule-checks.ts';
import { dataResidency } from './copies/data-residency.ts';
import { noImmutableCopy } from './copies/no-immutable-copy.ts';
import { sameAccount } from './copies/same-account.ts';
import { sameFailureDomain } from './copies/same-failure-domain.ts';
import { sameProvider } from './copies/same-provider.ts';
import { snapshotIsNoCopy } from './copies/snapshot-is-no-copy.ts';
import { uncoveredPart } from './copies/uncovered-part.ts';
import { unprotectedSystem } from './copies/unprotected-system.ts';
import { violates321 } from './copies/violates-3-2-1.ts';
import { budgetExceeded } from './cost/budget-exceeded.ts';
import { capacityExceeded } from './cost/capacity-exceeded.ts';
import { cheaperEquivalent } from './cost/cheaper-equivalent.ts';
import { minimumDuration } from './cost/minimum-duration.ts';
import { stalePrices } from './cost/stale-prices.ts';
import { unknownPrice } from './cost/unknown-price.ts';
import { dependencyCycle } from './language/dependency-cycle.ts';
import { duplicateName } from './language/duplicate-name.ts';
import { duplicateStatement } from './language/duplicate-statement.ts';
import { importCycle } from './language/import-cycle.ts';
import { importFailed } from './language/import-failed.ts';
import { impossibleDate } from './language/impossible-date.ts';
import { impossibleSchedule } from './language/impossible-schedule.ts';
import { missingStatement } from './language/missing-statement.ts';
import { syntax } from './language/syntax.ts';
import { toolMismatch } from './language/tool-mismatch.ts';
import { undefinedName } from './language/undefined-name.ts';
import { unitMismatch } from './language/unit-mismatch.ts';
import { unknownWord } from './language/unknown-word.ts';
import { unusedDeclaration } from './language/unused-declaration.ts';
import { wrongKind } from './language/wrong-kind.ts';
import { chainApart } from './loss/chain-apart.ts';
import { consistencySkew } from './loss/consistency-skew.ts';
import { logWithoutBase } from './loss/log-without-base.ts';
import { lossGrowsWithAge } from './loss/loss-grows-with-age.ts';
import { rpoMissing } from './loss/rpo-missing.ts';
import { rpoNoSlack } from './loss/rpo-no-slack.ts';
import { rpoTighterThanDependency } from './loss/rpo-tighter-than-dependency.ts';
import { rpoUnmet } from './loss/rpo-unmet.ts';
import { sharedServer } from './loss/shared-server.ts';
import { standbyIsNoBackup } from './loss/standby-is-no-backup.ts';
import { unrecoverable } from './loss/unrecoverable.ts';
import { acceptanceExpired } from './operation/acceptance-expired.ts';
import { acceptanceUnreasoned } from './operation/acceptance-unreasoned.ts';
import { acceptanceUnused } from './operation/acceptance-unused.ts';
import { contactMissing } from './operation/contact-missing.ts';
import { declareMissing } from './operation/declare-missing.ts';
import { drillMissing } from './operation/drill-missing.ts';
import { drillOverdue } from './operation/drill-overdue.ts';
import { holdsMissing } from './operation/holds-missing.ts';
import { ignoreUnused } from './operation/ignore-unused.ts';
import { monitoringMissing } from './operation/monitoring-missing.ts';
import { ownerMissing } from './operation/owner-missing.ts';
import { reviewOverdue } from './operation/review-overdue.ts';
import { scenarioMissing } from './operation/scenario-missing.ts';
import { bootstrapGap } from './recovery/bootstrap-gap.ts';
import { mtdExceeded } from './recovery/mtd-exceeded.ts';
import { rtoArchiveRetrieval } from './recovery/rto-archive-retrieval.ts';
import { rtoLink } from './recovery/rto-link.ts';
import { rtoLogReplay } from './recovery/rto-log-replay.ts';
import { rtoMissing } from './recovery/rto-missing.ts';
import { rtoUnmeasured } from './recovery/rto-unmeasured.ts';
import { rtoUnmet } from './recovery/rto-unmet.ts';
import { unknownRate } from './recovery/unknown-rate.ts';
import { unknownSize } from './recovery/unknown-size.ts';
import { chainTooLong } from './retention/chain-too-long.ts';
import { erasureConflict } from './retention/erasure-conflict.ts';
import { lockLongerThanKeep } from './retention/lock-longer-than-keep.ts';
import { lockShorterThanDetection } from './retention/lock-shorter-than-detection.ts';
import { logGap } from './retention/log-gap.ts';
import { logKeptLong } from './retention/log-kept-long.ts';
import { redundantKeep } from './retention/redundant-keep.ts';
import { retentionCanEmpty } from './retention/retention-can-empty.ts';
import { retentionMissing } from './retention/retention-missing.ts';
import { retentionShorterThanDetection } from './retention/retention-shorter-than-detection.ts';
import { retentionShorterThanInterval } from './retention/retention-shorter-than-interval.ts';
import { retentionSpan } from './retention/retention-span.ts';
import { retentionUnmet } from './retention/retention-unmet.ts';
import { clockChange } from './schedules/clock-change.ts';
import { cronDayOrWeekday } from './schedules/cron-day-or-weekday.ts';
import { cronUneven } from './schedules/cron-uneven.ts';
import { crowdedStart } from './schedules/crowded-start.ts';
import { overlap } from './schedules/overlap.ts';
import { overrun } from './schedules/overrun.ts';
import { skipsMonths } from './schedules/skips-months.ts';
import { windowTooSmall } from './schedules/window-too-small.ts';
import { keySinglePlace } from './security/key-single-place.ts';
import { keyWithData } from './security/key-with-data.ts';
import { onlineOnly } from './security/online-only.ts';
import { secretInPlan } from './security/secret-in-plan.ts';
import { unencryptedOffsite } from './security/unencrypted-offsite.ts';
import { offsiteUntested } from './verification/offsite-untested.ts';
import { restoreUntested } from './verification/restore-untested.ts';
import { verifyShallow } from './verification/verify-shallow.ts';

/** Without the rules of packs, in the order of the index. */
const ours: readonly Check[] = [
  syntax,
  unknownWord,
  undefinedName,
  duplicateName,
  duplicateStatement,
  wrongKind,
  unitMismatch,
  missingStatement,
  importFailed,
  importCycle,
  unusedDeclaration,
  impossibleDate,
  impossibleSchedule,
  toolMismatch,
  dependencyCycle,
  rpoUnmet,
  unrecoverable,
  rpoNoSlack,
  rpoMissing,
  rpoTighterThanDependency,
  lossGrowsWithAge,
  consistencySkew,
  standbyIsNoBackup,
  logWithoutBase,
  chainApart,
  sharedServer,
  rtoUnmet,
  mtdExceeded,
  rtoArchiveRetrieval,
  rtoLink,
  rtoLogReplay,
  rtoMissing,
  rtoUnmeasured,
  unknownSize,
  unknownRate,
  bootstrapGap,
  violates321,
  noImmutableCopy,
  sameFailureDomain,
  sameAccount,
  sameProvider,
  unprotectedSystem,
  uncoveredPart,
  dataResidency,
  snapshotIsNoCopy,
  retentionUnmet,
  retentionMissing,
  retentionShorterThanDetection,
  retentionShorterThanInterval,
  retentionSpan,
  retentionCanEmpty,
  redundantKeep,
  logGap,
  logKeptLong,
  chainTooLong,
  lockShorterThanDetection,
  lockLongerThanKeep,
  erasureConflict,
  unencryptedOffsite,
  keyWithData,
  keySinglePlace,
  secretInPlan,
  onlineOnly,
  restoreUntested,
  verifyShallow,
  offsiteUntested,
  overrun,
  overlap,
  skipsMonths,
  windowTooSmall,
  cronDayOrWeekday,
  cronUneven,
  clockChange,
  crowdedStart,
  capacityExceeded,
  budgetExceeded,
  minimumDuration,
  cheaperEquivalent,
  unknownPrice,
  stalePrices,
  scenarioMissing,
  drillMissing,
  drillOverdue,
  declareMissing,
  reviewOverdue,
  ownerMissing,
  contactMissing,
  holdsMissing,
  monitoringMissing,
  acceptanceExpired,
  acceptanceUnused,
  acceptanceUnreasoned,
  ignoreUnused,
];

/** Every check of the product. */
export const allChecks: readonly Check[] = [...ours, ...ruleChecks(builtinCatalogue)];

/** The checks of the product, and those of the packs that a workspace has added. */
export function checksFor({ packs }: Pick<Catalogue, 'packs'>): readonly Check[] {
  return packs === builtinCatalogue.packs ? allChecks : [...ours, ...ruleChecks({ packs })];
}
