//! What is removed from the book in the end, and what its unsettled content takes.

use jiff::Timestamp;

use super::{Book, Place};

impl Book {
    /// Removes what was settled longest ago; how many.
    pub(in crate::journal) fn prune(&mut self, settled_before: Timestamp, at_most: u32) -> u64 {
        let mut old: Vec<(Timestamp, Place)> = self
            .rows
            .iter()
            .filter_map(|(place, row)| Some((row.receipt.settled_at?, *place)))
            .filter(|(settled_at, _)| *settled_at < settled_before)
            .collect();
        old.sort_unstable();
        old.truncate(usize::try_from(at_most).unwrap_or(usize::MAX));
        for (_, place) in &old {
            if let Some(row) = self.rows.remove(place) {
                self.by_id.remove(&row.receipt.id);
                self.noted.forget(*place);
                row.keyed.and_then(|keyed| self.by_key.remove(&keyed));
            }
        }
        u64::try_from(old.len()).unwrap_or(u64::MAX)
    }

    /// As large as the JSON that other journals seal.
    pub(in crate::journal) fn held_bytes(&self) -> u64 {
        let unsettled = self.rows.values().filter(|row| !row.receipt.outcome.is_settled());
        let unsettled = unsettled.filter_map(|row| row.operation.as_ref());
        let sizes = unsettled.map(|operation| serde_json::to_vec(operation).map_or(0, |json| json.len()));
        u64::try_from(sizes.sum::<usize>()).unwrap_or(u64::MAX)
    }
}
