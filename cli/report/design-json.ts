/** Designed backups for programs. */
import type { Loss, Recovery } from '../../engine/assess/assessment.ts';
import type { Answer, Design } from '../../engine/design/design.ts';
import { type DesignReport, reasons } from './design-report.ts';

export function designJson({ plan, designs }: DesignReport): unknown {
  return { schemaVersion: 1, plan, systems: designs.map(systemOf) };
}

function systemOf(design: Design): unknown {
  const { system, status } = design;
  if (design.status === 'designed') return { system, status, answers: design.answers.map(answerOf) };
  if (design.status === 'unknown') return { system, status, missing: design.missing, because: reasons(design) };
  const nearest =
    design.nearest === undefined ? null : { block: design.nearest.block, short: design.nearest.short.map(({ text }) => text) };
  return { system, status, because: reasons(design), nearest };
}

function answerOf({ best, block, scenarios, copies, reaches, price, buys, byHand, leaves }: Answer): unknown {
  const { currency, month1, month12, month36, bytes, lacks } = price;
  return {
    best,
    block,
    scenarios: scenarios.map(({ scenario, loss, recovery }) => ({ scenario, loss: figure(loss), recovery: figure(recovery) })),
    copies: { total: copies.total, storages: copies.storages, offsite: copies.offsite, immutable: copies.immutable },
    keep: reaches.map(({ storage, seconds }) => ({ storage, seconds: Number.isFinite(seconds) ? Math.round(seconds) : null })),
    bytes: { month12: Math.round(bytes) },
    costPerMonth: { currency, month1: cents(month1), month12: cents(month12), month36: cents(month36), lacks },
    buys,
    byHand: byHand.map(({ about, because }) => ({ about, because })),
    warnings: leaves.map(({ code, message }) => ({ code, message })),
  };
}

function figure({ status, seconds, target, met }: Loss | Recovery): unknown {
  return { status, seconds: seconds === undefined ? null : Math.round(seconds), target: target ?? null, met: met ?? null };
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}
