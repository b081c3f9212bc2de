//! Panics within a history: the runtime catches them, so they have to be looked for.

use std::cell::RefCell;
use std::sync::Once;

thread_local! {
    static SEEN: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// From now on panics of this thread are kept.
pub(crate) fn begin() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            let is_within = SEEN.with_borrow_mut(|seen| seen.as_mut().map(|seen| seen.push(place)).is_some());
            if !is_within {
                before(panic);
            }
        }));
    });
    SEEN.set(Some(Vec::new()));
}

/// Where this thread has panicked since.
pub(crate) fn end() -> Vec<String> {
    SEEN.take().unwrap_or_default()
}
