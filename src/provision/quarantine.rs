//! When the service stops a job by itself.

/// Whether the failures of a cycle put the job into quarantine: `failures` and `successes` without references,
/// `references` the failed ones (Entra, *Quarantine status*).
pub const fn quarantines(failures: u64, references: u64, successes: u64) -> bool {
    if failures.saturating_add(references) > 60_000 {
        return true;
    }
    // failures / (failures + successes) > 0.40
    let more_than_share = failures.saturating_mul(10) > failures.saturating_add(successes).saturating_mul(4);
    failures >= 5_000 && (failures > 40_000 || more_than_share)
}

/// Whether so many disables and deletions are held back.
pub(super) const fn stages(pending: u64, threshold: Option<u64>) -> bool {
    matches!(threshold, Some(threshold) if pending > threshold)
}
